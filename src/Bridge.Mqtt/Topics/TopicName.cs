using System.Text;

namespace Bridge.Mqtt.Topics;

/// <summary>The rules for the name of a topic (MQTT 5.0, 4.7).</summary>
public static class TopicName
{
    /// <summary>The longest that the wire can carry, in bytes of UTF-8 [MQTT-4.7.3-3].</summary>
    public const int MaxBytes = 65_535;

    /// <summary>
    /// At least one character [MQTT-4.7.3-1], no U+0000 [MQTT-4.7.3-2], no wildcard [MQTT-3.3.2-2], no lone surrogate
    /// [MQTT-1.5.4-1], at most 65,535 bytes.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<char> topic)
    {
        if (topic.IsEmpty || topic.Length > MaxBytes || topic.ContainsAny('\0', '+', '#'))
        {
            return false;
        }

        return IsUtf8(topic, out var bytes) && bytes <= MaxBytes;
    }

    /// <summary>Levels: one more than there are separators. <c>/a</c> has two, the first of them empty.</summary>
    public static int Levels(ReadOnlySpan<char> topic) => topic.Count('/') + 1;

    /// <summary>
    /// Whether a wildcard in the first level skips this topic [MQTT-4.7.2-1].
    /// </summary>
    internal static bool IsReserved(ReadOnlySpan<char> topic) => topic is ['$', ..];

    internal static bool IsUtf8(ReadOnlySpan<char> text, out int bytes)
    {
        bytes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            // A lone surrogate is enumerated as U+FFFD. A real U+FFFD is rare enough to be looked at twice.
            if (rune == Rune.ReplacementChar && HasLoneSurrogate(text))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return true;
            }

            i++;
        }

        return false;
    }
}
