using System.Buffers.Binary;
using System.Text;

namespace Bridge.Faults.Devices;

/// <summary>The few MQTT 5 packets that a test device needs, by hand: a fault in our own codec must not hide itself.</summary>
internal static class MqttBytes
{
    public const byte ConnAck = 0x20;
    public const byte PubAck = 0x40;
    public const byte Disconnect = 0xE0;

    public static byte[] Connect(string clientId, bool clean, string page)
    {
        // Session expiry 600 s (0x11), user property page (0x26).
        byte[] properties = [0x11, 0, 0, 0x02, 0x58, 0x26, .. Text("page"), .. Text(page)];
        return Packet(0x10, [.. Text("MQTT"), 5, (byte)(clean ? 2 : 0), 0, 30, .. Length(properties.Length), .. properties, .. Text(clientId)]);
    }

    public static byte[] Publish(string topic, ushort id, ReadOnlySpan<byte> payload) =>
        Packet(0x32, [.. Text(topic), (byte)(id >> 8), (byte)id, 0, .. payload]);

    /// <summary>QoS 1 for each filter.</summary>
    public static byte[] Subscribe(ushort id, params string[] filters) =>
        Packet(0x82, [(byte)(id >> 8), (byte)id, 0, .. filters.SelectMany(filter => (IEnumerable<byte>)[.. Text(filter), 1])]);

    /// <summary>Takes the first whole packet off the buffer.</summary>
    public static bool TryTake(List<byte> buffer, out byte type, out byte[] body)
    {
        (type, body) = (0, []);
        var (length, at) = (0, 1);
        for (var shift = 0; ; shift += 7, at++)
        {
            if (at >= buffer.Count)
            {
                return false;
            }

            length |= (buffer[at] & 0x7F) << shift;
            if (buffer[at] < 0x80)
            {
                break;
            }
        }

        if (buffer.Count < ++at + length)
        {
            return false;
        }

        type = (byte)(buffer[0] & 0xF0);
        body = [.. buffer.GetRange(at, length)];
        buffer.RemoveRange(0, at + length);
        return true;
    }

    public static ushort UInt16(byte[] body, int at) => BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(at));

    /// <summary>Reads the assigned client id (0x12) out of CONNACK's properties, which begin with the ones of two bytes or four.</summary>
    public static string? AssignedClientId(byte[] connAck)
    {
        var at = connAck.AsSpan().IndexOf((byte)0x12);
        for (; at >= 0 && at + 3 < connAck.Length; at++)
        {
            var length = connAck[at] == 0x12 ? UInt16(connAck, at + 1) : (ushort)0;
            if (length is > 0 and <= 64 && at + 3 + length <= connAck.Length && connAck.AsSpan(at + 3, length).IndexOfAnyExceptInRange((byte)'-', (byte)'z') < 0)
            {
                return Encoding.UTF8.GetString(connAck, at + 3, length);
            }
        }

        return null;
    }

    private static byte[] Packet(byte first, byte[] body) => [first, .. Length(body.Length), .. body];

    private static byte[] Text(string text) => [(byte)(Encoding.UTF8.GetByteCount(text) >> 8), (byte)Encoding.UTF8.GetByteCount(text), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Length(int value)
    {
        var bytes = new List<byte>();
        do
        {
            bytes.Add((byte)((value & 0x7F) | (value > 0x7F ? 0x80 : 0)));
            value >>= 7;
        }
        while (value > 0);
        return [.. bytes];
    }
}
