using System.Text.Unicode;

namespace Bridge.Mqtt.Codec;

/// <summary>UTF-8 as MQTT wants it (section 1.5.4), and the syntax of topic names and filters (section 4.7), on the raw bytes.</summary>
public static class MqttText
{
    private static ReadOnlySpan<byte> SharePrefix => "$share/"u8;

    /// <summary>Whether the bytes are well-formed UTF-8: what a payload with format indicator 1 must be. U+0000 is allowed there.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> text) => Utf8.IsValid(text);

    /// <summary>
    /// Whether the bytes may stand in a UTF-8 encoded string: well formed, so neither overlong nor surrogates [MQTT-1.5.4-1], and
    /// without U+0000 [MQTT-1.5.4-2]. A byte order mark is a character like others [MQTT-1.5.4-3].
    /// </summary>
    public static bool IsString(ReadOnlySpan<byte> text) => Utf8.IsValid(text) && !text.Contains((byte)0);

    /// <summary>
    /// Whether the bytes are a topic name: at least one character [MQTT-4.7.3-1], no U+0000 [MQTT-4.7.3-2], no wildcard [MQTT-4.7.0-1].
    /// </summary>
    public static bool IsTopicName(ReadOnlySpan<byte> topic) =>
        topic.Length > 0 && topic.IndexOfAny((byte)0, (byte)'+', (byte)'#') < 0 && Utf8.IsValid(topic);

    /// <summary>
    /// Whether the bytes are a topic filter: <c>#</c> last and alone in its level [MQTT-4.7.1-1 of 5.0, 4.7.1-2 of 3.1.1],
    /// <c>+</c> alone in its level [MQTT-4.7.1-2 of 5.0, 4.7.1-3 of 3.1.1].
    /// </summary>
    public static bool IsTopicFilter(ReadOnlySpan<byte> filter)
    {
        if (filter.IsEmpty || !IsString(filter))
        {
            return false;
        }

        var from = 0;
        while (filter[from..].IndexOfAny((byte)'+', (byte)'#') is var next and >= 0)
        {
            var at = from + next;
            var last = at == filter.Length - 1;
            var startsLevel = at == 0 || filter[at - 1] == '/';
            var endsLevel = last || (filter[at] == '+' && filter[at + 1] == '/');
            if (!startsLevel || !endsLevel)
            {
                return false;
            }

            from = at + 1;
        }

        return true;
    }

    /// <summary>Whether the filter asks for a shared subscription: it starts with <c>$share/</c>.</summary>
    public static bool IsShared(ReadOnlySpan<byte> filter) => filter.StartsWith(SharePrefix);

    /// <summary>
    /// Whether a filter that starts with <c>$share/</c> goes on rightly: a share name of at least one character without <c>/</c>,
    /// <c>+</c>, <c>#</c> [MQTT-4.8.2-1], then <c>/</c> and a topic filter [MQTT-4.8.2-2].
    /// </summary>
    public static bool IsSharedFilter(ReadOnlySpan<byte> filter)
    {
        var rest = filter[SharePrefix.Length..];
        var slash = rest.IndexOf((byte)'/');
        return slash > 0
            && rest[..slash].IndexOfAny((byte)'+', (byte)'#') < 0
            && IsString(rest[..slash])
            && IsTopicFilter(rest[(slash + 1)..]);
    }
}
