using System.Globalization;
using System.Text;

namespace Bridge.Server.Relay;

/// <summary>
/// Makes text of a page or phone harmless to a terminal: what would move the cursor, change colours, set titles or reorder a line
/// is shown as a visible character instead of being obeyed. What remains is one line.
/// </summary>
public static class InertText
{
    /// <summary>The same text with every control, direction override and lone surrogate replaced by something that shows.</summary>
    public static string From(string text)
    {
        var first = FirstActive(text);
        if (first < 0)
        {
            return text;
        }

        var inert = new StringBuilder(text.Length + 16).Append(text, 0, first);
        for (var i = first; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsSurrogate(c))
            {
                if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                {
                    AppendPair(inert, c, text[++i]);
                }
                else
                {
                    inert.Append('\uFFFD');
                }
            }
            else if (!IsActive(c))
            {
                inert.Append(c);
            }
            else
            {
                AppendVisible(inert, c);
            }
        }

        return inert.ToString();
    }

    private static int FirstActive(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsActive(text[i]) || char.IsSurrogate(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    // C0, DEL and C1 steer the terminal; format characters (Cf) hide or reorder text, except the joiners that emoji
    // and several scripts need; the two separators break lines in some terminals.
    private static bool IsActive(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' ||
        (c >= '\u00AD' && c is not ('\u200C' or '\u200D') && char.GetUnicodeCategory(c) == UnicodeCategory.Format);

    private static void AppendVisible(StringBuilder inert, char c)
    {
        switch (c)
        {
            case '\t':
                inert.Append("  ");
                break;
            case '\n':
                inert.Append('⏎');
                break;
            case < ' ':
                inert.Append((char)('\u2400' + c)); // U+2400 and on: pictures of the C0 controls, ␛ for ESC
                break;
            case '\u007F':
                inert.Append('␡');
                break;
            default:
                inert.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                break;
        }
    }

    private static void AppendPair(StringBuilder inert, char high, char low)
    {
        if (char.GetUnicodeCategory($"{high}{low}", 0) == UnicodeCategory.Format) // tags and other invisible ones
        {
            inert.Append(CultureInfo.InvariantCulture, $"\\u{{{char.ConvertToUtf32(high, low):x}}}");
        }
        else
        {
            inert.Append(high).Append(low);
        }
    }
}
