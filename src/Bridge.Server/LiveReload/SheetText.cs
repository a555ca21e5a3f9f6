using System.Text;
using System.Text.Unicode;

namespace Bridge.Server.LiveReload;

/// <summary>What a short style sheet says: it travels with the word of its change, so that a page shows it before it has loaded the file.</summary>
internal static class SheetText
{
    // A longer one takes a page longer to take apart than this saves.
    private const int Longest = 16 * 1024;

    /// <summary>Whether a file is one, by its name and length.</summary>
    public static bool Is(string path, long length) => length <= Longest && path.EndsWith(".css", StringComparison.OrdinalIgnoreCase);

    /// <returns>Null of one that isn't plain UTF-8: how its bytes are read is a browser's matter.</returns>
    public static string? Of(ReadOnlySpan<byte> content) =>
        Utf8.IsValid(content) && !content.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.GetString(content) : null;
}
