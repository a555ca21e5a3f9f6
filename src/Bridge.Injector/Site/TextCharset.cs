using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Bridge.Injector.Site;

/// <summary>
/// Whether a text must be said to be UTF-8. A browser's own guess for a page without a charset is windows-1252; but a page that
/// states its encoding, by a byte order mark or a meta tag, must not be contradicted, since the header would win.
/// </summary>
internal static partial class TextCharset
{
    private const int Looked = 64 * 1024;

    // HTML, 13.2.3.2: the statement is in the first 1024 bytes.
    private const int Prescan = 1024;

    /// <summary>Whether the text is UTF-8 as far as it was looked at, and doesn't say itself what it is.</summary>
    public static bool IsPlainUtf8(ReadOnlySpan<byte> text, bool isHtml)
    {
        var looked = text[..Math.Min(text.Length, Looked)];
        return !(isHtml && StatesEncoding(looked[..Math.Min(looked.Length, Prescan)])) && !HasMark(looked) && IsUtf8(looked, cut: looked.Length < text.Length);
    }

    /// <summary>The same of a file.</summary>
    public static async ValueTask<bool> IsPlainUtf8Async(FileInfo file, bool isHtml, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Looked + 1);
        try
        {
            await using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var size = await stream.ReadAtLeastAsync(buffer.AsMemory(0, Looked + 1), Looked + 1, throwOnEndOfStream: false, cancellation);
            return IsPlainUtf8(buffer.AsSpan(0, size), isHtml);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool HasMark(ReadOnlySpan<byte> text) =>
        text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);

    private static bool StatesEncoding(ReadOnlySpan<byte> start) => MetaCharset().IsMatch(Encoding.Latin1.GetString(start));

    private static bool IsUtf8(ReadOnlySpan<byte> text, bool cut)
    {
        // The last character may be cut in two by where we stopped looking.
        for (var left = cut ? 3 : 0; left >= 0; left--)
        {
            if (System.Text.Unicode.Utf8.IsValid(text[..^left]))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex("<meta[^>]+charset", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MetaCharset();
}
