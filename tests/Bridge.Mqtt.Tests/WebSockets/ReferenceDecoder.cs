namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>
/// RFC 6455 for a server, on a whole byte array, with no thought of speed: what the real decoder must agree with on any input.
/// </summary>
internal static class ReferenceDecoder
{
    /// <summary>The payload, the pings' payloads, and the code the stream ends with: null while it goes on.</summary>
    public static (List<byte> Payload, List<byte[]> Pings, int? Code) Decode(ReadOnlySpan<byte> wire, int maxFrameBytes)
    {
        var payload = new List<byte>();
        var pings = new List<byte[]>();
        var inMessage = false;
        while (wire.Length >= 2)
        {
            var opcode = wire[0] & 0x0F;
            var final = wire[0] >= 0x80;
            var length = wire[1] & 0x7F;
            if ((wire[0] & 0x70) != 0 || wire[1] < 0x80 || opcode is (> 2 and < 8) or > 10)
            {
                return (payload, pings, 1002);
            }

            if (opcode == 1)
            {
                return (payload, pings, 1003);
            }

            if (opcode < 8 ? inMessage != (opcode == 0) : !final || length > 125)
            {
                return (payload, pings, 1002);
            }

            var lengthBytes = length switch { 126 => 2, 127 => 8, _ => 0 };
            if (wire.Length < 6 + lengthBytes)
            {
                break;
            }

            var size = lengthBytes == 0 ? (ulong)length : 0;
            for (var i = 0; i < lengthBytes; i++)
            {
                size = (size << 8) | wire[2 + i];
            }

            if ((lengthBytes == 2 && size < 126) || (lengthBytes == 8 && size is < 65_536 or > long.MaxValue))
            {
                return (payload, pings, 1002);
            }

            if (size > (ulong)maxFrameBytes)
            {
                return (payload, pings, 1009);
            }

            var key = wire.Slice(2 + lengthBytes, 4);
            var body = wire[(6 + lengthBytes)..];
            var whole = (ulong)body.Length >= size;
            var part = body[..(int)Math.Min((ulong)body.Length, size)].ToArray();
            for (var i = 0; i < part.Length; i++)
            {
                part[i] ^= key[i % 4];
            }

            if (opcode < 8)
            {
                payload.AddRange(part);
                inMessage = !final;
            }

            if (!whole)
            {
                break;
            }

            if (opcode == 8)
            {
                return (payload, pings, CloseCode(part));
            }

            if (opcode == 9)
            {
                pings.Add(part);
            }

            wire = body[part.Length..];
        }

        return (payload, pings, null);
    }

    private static int CloseCode(byte[] body)
    {
        if (body.Length < 2)
        {
            return body.Length == 0 ? 1005 : 1002;
        }

        var code = (body[0] << 8) | body[1];
        if (code is < 1000 or 1004 or 1005 or 1006 or (> 1014 and < 3000) or > 4999)
        {
            return 1002;
        }

        try
        {
            new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(body, 2, body.Length - 2);
            return code;
        }
        catch (ArgumentException)
        {
            return 1007;
        }
    }
}
