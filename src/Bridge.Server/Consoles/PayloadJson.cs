using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Bridge.Server.Consoles;

/// <summary>Makes JSON of any payload: consoles get only what is well-formed, whatever a device or tool published.</summary>
internal static class PayloadJson
{
    /// <summary>
    /// A copy of the payload where it is one JSON value; else its text as a JSON string, or <c>{"base64": "…"}</c> where it isn't text.
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
            return payload.ToArray();
        }

        return Utf8.IsValid(payload)
            ? JsonSerializer.SerializeToUtf8Bytes(Encoding.UTF8.GetString(payload))
            : JsonSerializer.SerializeToUtf8Bytes(new { base64 = Convert.ToBase64String(payload) });
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
