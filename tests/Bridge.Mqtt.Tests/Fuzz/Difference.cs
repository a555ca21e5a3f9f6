using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Codec;

namespace Bridge.Mqtt.Tests.Fuzz;

/// <summary>Puts a name to why our broker and mosquitto treat a packet differently: the name of a row in <c>docs/mqtt-conformance.md</c>.</summary>
internal static class Difference
{
    /// <summary>Where we refuse and mosquitto does not: what our codec or broker says against the packet.</summary>
    public static string OfOurRefusal(byte[] packet, MqttProtocolVersion version, byte[] answer)
    {
        var reader = new MqttPacketReader(MqttEnd.Client, new CodecLimits()) { Version = version };
        var input = new ReadOnlySequence<byte>(packet);
        if (WholePacket.Read(reader, ref input, out var fault) is null)
        {
            return fault!.Reason;
        }

        var said = Packets(answer, version == MqttProtocolVersion.Unknown ? MqttProtocolVersion.V5 : version).LastOrDefault();
        return said switch
        {
            DisconnectPacket disconnect => $"broker: {disconnect.ReasonCode}",
            ConnAckPacket refused => $"broker: {refused.ReasonCode}",
            _ => "broker: closed",
        };
    }

    /// <summary>Where mosquitto refuses and we do not.</summary>
    public static string OfTheirRefusal(byte[] packet, MqttProtocolVersion version)
    {
        var reader = new MqttPacketReader(MqttEnd.Client, new CodecLimits()) { Version = version };
        var input = new ReadOnlySequence<byte>(packet);
        var read = WholePacket.Read(reader, ref input, out _);
        if (read is null)
        {
            return "unread";
        }

        if (read is SubscribePacket subscribe && subscribe.Subscriptions.Any(s => s.Filter == "$share"))
        {
            return "the filter $share alone";
        }

        return Strings(PacketFields.Of(read)).Any(text => text.EnumerateRunes().Any(IsDiscouraged))
            ? "control or non-character in a string"
            : read is AckPacket ack ? ack.Type.ToString() : read.GetType().Name;
    }

    // Section 1.5.4: SHOULD NOT be there, MAY be refused.
    private static bool IsDiscouraged(Rune rune) =>
        rune.Value is <= 0x1F or (>= 0x7F and <= 0x9F) or (>= 0xFDD0 and <= 0xFDEF) || (rune.Value & 0xFFFE) == 0xFFFE;

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Strings(field.Value)),
        JsonArray items => items.SelectMany(Strings),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    private static List<object> Packets(byte[] answer, MqttProtocolVersion version)
    {
        var reader = new MqttPacketReader(MqttEnd.Server, CodecLimits.None) { Version = version };
        var input = new ReadOnlySequence<byte>(answer);
        var packets = new List<object>();
        while (WholePacket.Read(reader, ref input, out _) is { } packet)
        {
            packets.Add(packet);
        }

        return packets;
    }
}
