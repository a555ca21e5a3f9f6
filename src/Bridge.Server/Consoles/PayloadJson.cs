using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Bridge.Server.Consoles;

/// <summary>Makes JSON of any payload: consoles get only what is well-formed, whatever a device or tool published.</summary>
internal static class PayloadJson
{
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    /// <summary>
    /// A copy of the payload, on one line, where it is one JSON value; else its text as a JSON string, or <c>{"base64": "…"}</c> where it isn't text.
    /// An empty payload, which clears a retained message, is <c>null</c>.
    /// </summary>
    public static byte[] From(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return "null"u8.ToArray();
        }

        if (IsJson(payload))
        {
            return OnOneLine(payload.ToArray());
        }

        return Utf8.IsValid(payload)
            ? JsonSerializer.SerializeToUtf8Bytes(Encoding.UTF8.GetString(payload))
            : JsonSerializer.SerializeToUtf8Bytes(new { base64 = Convert.ToBase64String(payload) });
    }

    /// <summary>Consoles of lines (NDJSON) get it, too. In JSON a line's end is nothing but white space: inside a string it would be escaped.</summary>
    private static byte[] OnOneLine(byte[] json)
    {
        json.AsSpan().ReplaceAny(LineEnds, (byte)' ');
        return json;
    }

    private static bool IsJson(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        try
        {
            while (reader.Read())
            {
            }

            // The reader leaves the bytes inside strings to whoever decodes them.
            return Utf8.IsValid(payload);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
