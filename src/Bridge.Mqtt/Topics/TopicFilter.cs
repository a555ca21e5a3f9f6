using System.Runtime.InteropServices;

namespace Bridge.Mqtt.Topics;

/// <summary>A topic filter, split from its share name if it has one (MQTT 5.0, 4.7 and 4.8.2).</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TopicFilter
{
    private const string SharePrefix = "$share/";

    private TopicFilter(string full, string? shareName, string pattern)
    {
        Full = full;
        ShareName = shareName;
        Pattern = pattern;
    }

    /// <summary>As the client sent it; what identifies a subscription of a session.</summary>
    public string Full { get; }

    /// <summary>Null if it is not a shared subscription.</summary>
    public string? ShareName { get; }

    /// <summary>What topics are matched with.</summary>
    public string Pattern { get; }

    public bool IsShared => ShareName is not null;

    /// <summary>
    /// A filter, shared or not.
    /// <code>
    /// filter = level *( "/" level )      level = "+" / text      last level may be "#"
    /// shared = "$share/" name "/" filter                          name: not empty, no "/" "+" "#" [MQTT-4.8.2-1, -2]
    /// </code>
    /// </summary>
    /// <param name="text">As in SUBSCRIBE.</param>
    /// <param name="mayShare">False in 3.1.1, where <c>$share</c> is a level like any other.</param>
    /// <param name="filter">The result.</param>
    public static bool TryParse(string text, bool mayShare, out TopicFilter filter)
    {
        filter = default;
        if (!mayShare || !text.StartsWith(SharePrefix, StringComparison.Ordinal))
        {
            if (!IsValid(text))
            {
                return false;
            }

            filter = new TopicFilter(text, null, text);
            return true;
        }

        var end = text.IndexOf('/', SharePrefix.Length);
        if (end <= SharePrefix.Length || text.AsSpan(SharePrefix.Length, end - SharePrefix.Length).ContainsAny('+', '#') || !IsValid(text))
        {
            return false;
        }

        var pattern = text[(end + 1)..];
        if (!IsValid(pattern))
        {
            return false;
        }

        filter = new TopicFilter(text, text[SharePrefix.Length..end], pattern);
        return true;
    }

    /// <summary>
    /// Not empty, no U+0000, valid UTF-8 of at most 65,535 bytes; <c>#</c> fills the last level [MQTT-4.7.1-1], <c>+</c>
    /// fills any [MQTT-4.7.1-2].
    /// </summary>
    public static bool IsValid(ReadOnlySpan<char> filter)
    {
        if (filter.IsEmpty || filter.Length > TopicName.MaxBytes || filter.Contains('\0'))
        {
            return false;
        }

        for (var i = 0; i < filter.Length; i++)
        {
            if (filter[i] is not ('+' or '#'))
            {
                continue;
            }

            var startsLevel = i == 0 || filter[i - 1] == '/';
            var last = i + 1 == filter.Length;
            if (!startsLevel || (!last && (filter[i] == '#' || filter[i + 1] != '/')))
            {
                return false;
            }
        }

        return TopicName.IsUtf8(filter, out var bytes) && bytes <= TopicName.MaxBytes;
    }

    /// <summary>Whether the pattern matches a topic (MQTT 5.0, 4.7.1 and 4.7.2). Both must be valid.</summary>
    public bool Matches(ReadOnlySpan<char> topic) => Matches(Pattern, topic);

    internal static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> topic)
    {
        // [MQTT-4.7.2-1]: "#" and "+/…" see nothing of the server's own topics.
        if (TopicName.IsReserved(topic) && pattern is ['+' or '#', ..])
        {
            return false;
        }

        while (true)
        {
            var level = NextLevel(ref pattern, out var patternGoesOn);
            if (level is "#")
            {
                return true;
            }

            var name = NextLevel(ref topic, out var topicGoesOn);
            if (level is not "+" && !level.SequenceEqual(name))
            {
                return false;
            }

            if (!topicGoesOn)
            {
                // "sport/#" also matches "sport": "#" includes the parent level (4.7.1.2).
                return !patternGoesOn || pattern is "#";
            }

            if (!patternGoesOn)
            {
                return false;
            }
        }
    }

    private static ReadOnlySpan<char> NextLevel(ref ReadOnlySpan<char> rest, out bool goesOn)
    {
        var separator = rest.IndexOf('/');
        goesOn = separator >= 0;
        var level = goesOn ? rest[..separator] : rest;
        rest = goesOn ? rest[(separator + 1)..] : default;
        return level;
    }
}
