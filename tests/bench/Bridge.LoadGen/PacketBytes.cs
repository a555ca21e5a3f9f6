using System.Text;

namespace Bridge.LoadGen;

/// <summary>MQTT 3.1.1 packets as bytes. Written here again, so that the generator shares no code with what it measures.</summary>
internal static class PacketBytes
{
    public const byte PubAck = 0x40;

    /// <summary>Keep-alive 600 s: subscribers say nothing in runs of minutes.</summary>
    public static byte[] Connect(string clientId) =>
        Packet(0x10, [0, 4, .. "MQTT"u8, 4, 2, 2, 88, .. Text(clientId)]);

    public static byte[] Subscribe(string filter, int qos) => Packet(0x82, [0, 1, .. Text(filter), (byte)qos]);

    /// <summary>A PUBLISH; with QoS 1 its packet id is 0, to be patched at <see cref="PacketIdOffset"/>.</summary>
    public static byte[] Publish(string topic, int payload, int qos) =>
        Packet((byte)(0x30 | (qos << 1)), [.. Text(topic), .. new byte[qos > 0 ? 2 : 0], .. Enumerable.Range(0, payload).Select(i => (byte)('a' + i % 26))]);

    public static byte[] Acknowledge(int packetId) => [PubAck, 2, (byte)(packetId >> 8), (byte)packetId];

    /// <summary>Where the packet id of a PUBLISH lies; the payload of one with QoS 0 begins there.</summary>
    public static int PacketIdOffset(ReadOnlySpan<byte> publish)
    {
        var body = HeaderLength(publish);
        return body + 2 + ((publish[body] << 8) | publish[body + 1]);
    }

    /// <summary>Length of the fixed header.</summary>
    public static int HeaderLength(ReadOnlySpan<byte> packet)
    {
        var i = 1;
        while (packet[i] >= 0x80)
        {
            i++;
        }

        return i + 1;
    }

    private static byte[] Text(string text) => [(byte)(text.Length >> 8), (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Packet(byte first, byte[] body)
    {
        List<byte> bytes = [first];
        var length = body.Length;
        do
        {
            bytes.Add((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);
        bytes.AddRange(body);
        return [.. bytes];
    }
}
