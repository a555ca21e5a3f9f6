namespace Bridge.Server.Storage;

/// <summary>Text of strangers as every database can hold it. U+0000 and half of a surrogate pair are no characters to PostgreSQL, which refuses what has one.</summary>
internal static class StorableText
{
    /// <summary>The beginning of a text, with U+FFFD for each character that can't be stored; a pair that the cut would halve is left out.</summary>
    /// <param name="text">Any text; null is the empty one.</param>
    /// <param name="longest">How long it may be, in UTF-16 code units.</param>
    public static string Cut(string? text, int longest)
    {
        text ??= "";
        var length = text.Length <= longest ? text.Length : char.IsSurrogatePair(text, longest - 1) ? longest - 1 : longest;
        return string.Create(length, text, static (storable, original) =>
        {
            for (var i = 0; i < storable.Length; i++)
            {
                storable[i] = IsStorable(original, i) ? original[i] : '\uFFFD';
            }
        });
    }

    private static bool IsStorable(string text, int i) => char.IsSurrogate(text[i])
        ? char.IsSurrogatePair(text, i) || (i > 0 && char.IsSurrogatePair(text, i - 1))
        : text[i] != '\0';
}
