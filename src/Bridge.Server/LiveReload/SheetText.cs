using System.Text;
using System.Text.Unicode;

namespace Bridge.Server.LiveReload;

/// <summary>What a short style sheet says: it travels with the word of its change, so that a page shows it before it has loaded the file.</summary>
internal static class SheetText
{
    // A longer one takes a page longer to take apart than this saves.
    private const int Longest = 16 * 1024;

    /// <returns>Null of any other file, and of one that isn't plain UTF-8: how its bytes are read is a browser's matter.</returns>
    public static string? Read(string path)
    {
        if (!path.EndsWith(".css", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            using var file = File.OpenHandle(path);
            var bytes = new byte[Longest + 1];
            var text = bytes.AsSpan(0, RandomAccess.Read(file, bytes, fileOffset: 0));
            return text.Length <= Longest && Utf8.IsValid(text) && !text.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.GetString(text) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // Gone again, or locked: its next event tells more.
        }
    }
}
