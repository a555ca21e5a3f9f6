using System.Text;

namespace Bridge.LoadGen;

/// <summary>WebSocket frames as a client sends them, masked: one MQTT packet a frame, as browsers' MQTT clients do.</summary>
internal static class FrameBytes
{
    public const int Binary = 2, Pong = 10;

    /// <summary>One key for all: a server has the same work with any. A browser draws a fresh one for each frame.</summary>
    private static ReadOnlySpan<byte> Key => [0x37, 0xFA, 0x21, 0x3D];

    public static byte KeyByte(int payloadIndex) => Key[payloadIndex & 3];

    public static int HeadLength(int payload) => payload < 126 ? 6 : 8;

    public static byte[] Frame(int opcode, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > ushort.MaxValue)
        {
            throw new ArgumentException("Longer than this generator sends.", nameof(payload));
        }

        var head = HeadLength(payload.Length);
        var frame = new byte[head + payload.Length];
        frame[0] = (byte)(0x80 | opcode);
        frame[1] = (byte)(0x80 | (payload.Length < 126 ? payload.Length : 126));
        if (payload.Length >= 126)
        {
            frame[2] = (byte)(payload.Length >> 8);
            frame[3] = (byte)payload.Length;
        }

        Key.CopyTo(frame.AsSpan(head - 4));
        for (var i = 0; i < payload.Length; i++)
        {
            frame[head + i] = (byte)(payload[i] ^ KeyByte(i));
        }

        return frame;
    }

    public static byte[] Upgrade(string path, int port) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n");
}
