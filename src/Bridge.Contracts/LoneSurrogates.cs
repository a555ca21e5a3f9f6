using System.Globalization;

namespace Bridge.Contracts;

/// <summary>
/// Half of a surrogate pair, which a page's text may hold, as a title or a log line cut inside an emoji does, and JSON can say (<c>"\ud83d"</c>).
/// .NET's text can hold it too, but its JSON reader refuses all of a message for it: so whoever reads a page's JSON reads it without.
/// </summary>
public static class LoneSurrogates
{
    private const int EscapeLength = 6; // \ud83d

    /// <summary>The same JSON, of the same length, with <c>\ufffd</c> for each half that is alone; what comes in is neither checked nor changed.</summary>
    /// <param name="json">UTF-8.</param>
    public static ReadOnlySpan<byte> Replace(ReadOnlySpan<byte> json)
    {
        byte[]? whole = null;
        for (var at = Next(json, 0); at >= 0; at = Next(json, at))
        {
            var length = LengthAt(json[at..], out var alone);
            if (alone)
            {
                whole ??= json.ToArray();
                @"\ufffd"u8.CopyTo(whole.AsSpan(at));
            }

            at += length;
        }

        return whole ?? json;
    }

    private static int Next(ReadOnlySpan<byte> json, int from)
    {
        var at = from < json.Length ? json[from..].IndexOf((byte)'\\') : -1;
        return at < 0 ? -1 : from + at;
    }

    /// <summary>How long the escape is with which a text begins: a backslash and a letter, <c>\u</c> and four digits, or two of these that are a pair.</summary>
    private static int LengthAt(ReadOnlySpan<byte> json, out bool alone)
    {
        alone = false;
        if (Unit(json) is not { } first)
        {
            return 2;
        }

        if (char.IsHighSurrogate(first) && Unit(json[EscapeLength..]) is { } second && char.IsLowSurrogate(second))
        {
            return 2 * EscapeLength;
        }

        alone = char.IsSurrogate(first);
        return EscapeLength;
    }

    /// <summary>The code unit of a <c>\u</c> escape.</summary>
    private static char? Unit(ReadOnlySpan<byte> json) =>
        json.Length >= EscapeLength && json.StartsWith(@"\u"u8) && ushort.TryParse(json[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
