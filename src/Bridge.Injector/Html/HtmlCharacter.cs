namespace Bridge.Injector.Html;

/// <summary>The character classes of HTML's tokenizer.</summary>
internal static class HtmlCharacter
{
    public static bool IsSpace(char c) => c is ' ' or '\n' or '\t' or '\r' or '\f';

    public static bool IsLetter(char c) => char.IsAsciiLetter(c);

    /// <summary>What ends a tag's name.</summary>
    public static bool EndsName(char c) => c is '/' or '>' || IsSpace(c);

    public static char Lower(char c) => c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c;
}
