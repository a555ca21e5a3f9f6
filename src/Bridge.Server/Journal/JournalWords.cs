using System.Text;

namespace Bridge.Server.Journal;

/// <summary>
/// The words of a text, for search: runs of letters and digits, lower-case. Cut here and not in the database, so that the
/// same text is found in the same way in SQLite and in PostgreSQL.
/// </summary>
internal sealed class JournalWords
{
    /// <summary>Distinct words per item; what an item has beyond them can't be searched for.</summary>
    public const int MaximumWords = 256;

    /// <summary>Characters per word; longer runs are cut to it, on both sides of a search.</summary>
    public const int MaximumLength = 40;

    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public JournalWords() => _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();

    public bool IsFull => _words.Count >= MaximumWords;

    /// <summary>The words of a search.</summary>
    public static IReadOnlyCollection<string> Of(string text)
    {
        var words = new JournalWords();
        words.Add(text);
        return words._words;
    }

    public void Add(ReadOnlySpan<char> text)
    {
        Span<char> lower = stackalloc char[MaximumLength];
        for (var i = 0; i < text.Length && !IsFull; i++)
        {
            var length = 0;
            for (; i < text.Length && char.IsLetterOrDigit(text[i]); i++)
            {
                if (length < MaximumLength)
                {
                    lower[length++] = char.ToLowerInvariant(text[i]);
                }
            }

            if (length > 0)
            {
                _lookup.Add(lower[..length]);
            }
        }
    }

    /// <summary>The words so far with spaces between; starts anew.</summary>
    public string Take()
    {
        var text = new StringBuilder();
        foreach (var word in _words)
        {
            text.Append(text.Length == 0 ? "" : " ").Append(word);
        }

        _words.Clear();
        return text.ToString();
    }
}
