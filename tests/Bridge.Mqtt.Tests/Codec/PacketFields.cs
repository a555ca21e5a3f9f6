using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Codec;

/// <summary>Shows a packet as the fields in which it differs from a new one: the form of the vectors.</summary>
internal static class PacketFields
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new HexConverter() } };

    public static JsonObject Of(object packet)
    {
        var fields = ToJson(packet is MqttPacketType type ? new { Type = type } : packet);
        if (packet is AckPacket)
        {
            return Without(fields, ToJson(default(AckPacket)));
        }

        var blank = packet switch
        {
            PublishPacket => new PublishPacket { Topic = "\0" },
            SubscribePacket => new SubscribePacket { Subscriptions = [] },
            UnsubscribePacket => new UnsubscribePacket { Filters = [] },
            SubAckPacket => new SubAckPacket { ReasonCodes = [] },
            MqttPacket => (MqttPacket)Activator.CreateInstance(packet.GetType())!,
            _ => null,
        };
        fields = blank is null ? fields : Without(fields, ToJson(blank));
        Shorten(fields, "will", ToJson(new WillMessage { Topic = "\0" }));
        foreach (var subscription in fields["subscriptions"]?.AsArray() ?? [])
        {
            Remove(subscription!.AsObject(), ToJson(new SubscriptionRequest("\0")));
        }

        return fields;
    }

    private static JsonObject ToJson(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), Options)!.AsObject();

    private static JsonObject Without(JsonObject fields, JsonObject blank)
    {
        Remove(fields, blank);
        return fields;
    }

    private static void Shorten(JsonObject fields, string name, JsonObject blank)
    {
        if (fields[name] is JsonObject inner)
        {
            Remove(inner, blank);
        }
    }

    private static void Remove(JsonObject fields, JsonObject blank)
    {
        foreach (var (name, value) in blank)
        {
            if (JsonNode.DeepEquals(fields[name], value))
            {
                fields.Remove(name);
            }
        }
    }

    private sealed class HexConverter : JsonConverter<ReadOnlyMemory<byte>>
    {
        public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Convert.FromHexString(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Convert.ToHexString(value.Span));
    }
}
