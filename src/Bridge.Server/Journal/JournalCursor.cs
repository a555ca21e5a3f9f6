using System.Globalization;

namespace Bridge.Server.Journal;

/// <summary>
/// Cursors as text: the journal's generation, a dot, the entry's id in twelve hexadecimal digits, so that ordinal
/// comparison is order. The generation tells a cursor of this journal from one of a journal that was since deleted.
/// </summary>
internal sealed class JournalCursor(string generation)
{
    /// <summary>Ids are below 2^48: 100,000 entries a second for 89 years.</summary>
    private const int Digits = 12;

    public string Format(long id) => string.Create(CultureInfo.InvariantCulture, $"{generation}.{id:x12}");

    /// <summary>The id; null where the text is no cursor of this journal.</summary>
    public long? Parse(string? cursor) =>
        cursor is not null
        && cursor.Length == generation.Length + 1 + Digits
        && cursor.StartsWith(generation, StringComparison.Ordinal)
        && cursor[generation.Length] == '.'
        && long.TryParse(cursor.AsSpan(generation.Length + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;
}
