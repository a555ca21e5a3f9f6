using System.Text;

namespace Bridge.Cli.Tests.Commands;

/// <summary>The arguments that a shell would hand to <c>bridge</c>: as much of a shell's grammar as our examples use.</summary>
internal static class ShellWords
{
    /// <summary>The words after <c>bridge</c> in a line, without pipes and redirections.</summary>
    public static string[] OfBridge(string line)
    {
        var words = Split(line);
        var start = words.FindIndex(word => word is "bridge" or "./bridge") + 1;
        var end = words.FindIndex(start, word => word is "|" or "<" or ">" or "&&");
        return [.. words[start..(end < 0 ? words.Count : end)]];
    }

    private static List<string> Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quote = '\0';
        var any = false;
        foreach (var c in line)
        {
            if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '\'' or '"')
            {
                (quote, any) = (c, true);
            }
            else if (quote == '\0' && c == ' ')
            {
                Take();
            }
            else
            {
                word.Append(c);
            }
        }

        Take();
        return words;

        void Take()
        {
            if (any || word.Length > 0)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            any = false;
        }
    }
}
