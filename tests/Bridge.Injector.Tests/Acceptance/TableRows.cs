using System.IO.Compression;
using System.Text;
using ZstdSharp;

namespace Bridge.Injector.Tests.Acceptance;

/// <summary>The rows about a single page.</summary>
internal static class TableRows
{
    private const string Page = "<!doctype html><html><head><title>grüße</title><script>window.own = true</script></head><body>x</body></html>";
    private const string Bare = "<!doctype html><html><head><title>grüße</title></head><body>x</body></html>";

    public static IEnumerable<TableRow> All() => [.. Codings(), .. Encodings(), .. Shapes(), .. Policies(), .. Left()];

    private static IEnumerable<TableRow> Codings()
    {
        var bytes = Encoding.UTF8.GetBytes(Page);
        yield return Plain("identity", Page);
        foreach (var (name, coding, encode) in ((string, string, Func<Stream, Stream>)[])
            [("gzip", "gzip", inner => new GZipStream(inner, CompressionLevel.Optimal)), ("br", "br", inner => new BrotliStream(inner, CompressionLevel.Optimal)),
             ("zstd", "zstd", inner => new CompressionStream(inner)), ("deflate", "deflate", inner => new ZLibStream(inner, CompressionLevel.Optimal)), ("deflate without the zlib wrapping", "deflate", inner => new DeflateStream(inner, CompressionLevel.Optimal))])
        {
            var coded = new MemoryStream();
            using (var encoder = encode(coded))
            {
                encoder.Write(bytes);
            }

            yield return Plain(name, Page) with { Coded = coded.ToArray(), Headers = Field("Content-Encoding", coding) };
            yield return Plain(name + ", in pieces of 5 bytes", Page) with { Coded = coded.ToArray(), Headers = Field("Content-Encoding", coding), Piece = 5 };
        }

        yield return Plain("zstd of one raw block", Page) with { Coded = Zstd(bytes), Headers = Field("Content-Encoding", "zstd") };
        yield return Plain("a coding that can't be decoded here", Page) with { Headers = Field("Content-Encoding", "x-own"), Reason = "x-own" };
        yield return Plain("chunked, a byte at a time", Page) with { Piece = 1 };
        yield return Plain("chunked, split inside a tag", Page) with { Piece = 24 };
    }

    private static IEnumerable<TableRow> Encodings()
    {
        yield return Plain("UTF-8 by meta", "<!doctype html><meta charset=utf-8>" + Page[15..]) with { ContentType = "text/html" };
        yield return Marked("UTF-8 with a byte order mark", new UTF8Encoding(true));
        yield return Marked("UTF-16 LE with a byte order mark", Encoding.Unicode);
        yield return Marked("UTF-16 BE with a byte order mark", Encoding.BigEndianUnicode);
        yield return new TableRow("ISO-8859-1", Encoding.Latin1.GetBytes(Page)) { ContentType = "text/html; charset=iso-8859-1", Title = "grüße", Holds = "window.own" };
        byte[] japanese = [.. "<html lang=ja><!-- "u8, 0x83, 0x5C, .. " --><head><title>"u8, 0x95, 0x5C, 0x83, 0x5C, .. "</title><script>window.own = true</script></head>"u8];
        yield return new TableRow("Shift_JIS", japanese) { ContentType = "text/html; charset=shift_jis", Title = "表ソ", Holds = "window.own" };
    }

    private static IEnumerable<TableRow> Shapes()
    {
        yield return new TableRow("no body", "<!doctype html><head><title>t</title>") { Title = "t" };
        yield return new TableRow("no head", "<!doctype html><html><body>x") { Holds = "document.compatMode === 'CSS1Compat'" };
        yield return new TableRow("no doctype", "<html><head><title>t</title>") { Title = "t", Holds = "document.compatMode === 'BackCompat'" };
        yield return new TableRow("only text", "hello") { Holds = "document.body.textContent === 'hello'" };
        yield return new TableRow("frameset", "<html><head><title>t</title></head><frameset cols='50%,50%'><frame><frame></frameset>") { Title = "t", Holds = "document.body.localName === 'frameset'" };
        yield return new TableRow("<head> in a comment", "<!doctype html><!-- <head> --><html><head><title>t</title></head>") { Title = "t", Holds = "document.childNodes[1].data === ' <head> '" };
        yield return new TableRow("<head> in a script's string", "<!doctype html><script>window.own = '<head>'</script><body>x") { Holds = "window.own === '<head>'" };
        yield return new TableRow("<head> in a title", "<!doctype html><title><head></title>") { Title = "<head>" };
        yield return new TableRow("<head> in CDATA", "<![CDATA[<head>]]><p>x") { Holds = "document.body.textContent.includes(']]>')" };
        yield return new TableRow("a page that has the script already", "<!doctype html><head><meta charset=utf-8><script src=\"/_bridge/bridge.js\"></script><title>t</title>") { Title = "t", Reason = "already", Holds = "window.bridgeRuns === 1" };
    }

    private static IEnumerable<TableRow> Policies()
    {
        const string noncePage = "<!doctype html><head><title>t</title><script nonce=abc>window.own = true</script><script>window.blocked = true</script>";
        foreach (var policy in (string[])
            ["default-src 'self'", "default-src 'none'", "script-src 'none'", "script-src 'none'; connect-src 'none'", "script-src 'sha256-AAAA'", "script-src 'self'; connect-src https://api.example.com"])
        {
            yield return new TableRow("CSP " + policy, "<!doctype html><head><title>t</title><script>window.blocked = true</script>") { Headers = Field("Content-Security-Policy", policy), Title = "t", Holds = "!window.blocked" };
            yield return new TableRow("meta CSP " + policy, $"<!doctype html><head><title>t</title><meta http-equiv=Content-Security-Policy content=\"{policy}\"><script>window.blocked = true</script>")
            { Title = "t", Holds = "!window.blocked", RewritesMeta = true };
        }

        yield return new TableRow("CSP with a nonce", noncePage) { Headers = Field("Content-Security-Policy", "script-src 'nonce-abc'"), Holds = "window.own && !window.blocked" };
        yield return new TableRow("CSP with a nonce and strict-dynamic", noncePage) { Headers = Field("Content-Security-Policy", "script-src 'nonce-abc' 'strict-dynamic'; default-src 'self'"), Holds = "window.own && !window.blocked" };
        yield return new TableRow("CSP with a hash and strict-dynamic", noncePage) { Headers = Field("Content-Security-Policy", "script-src 'sha256-AAAA' 'strict-dynamic'"), Holds = "!window.own && !window.blocked" };
        yield return new TableRow("CSP twice", noncePage) { Headers = Field("Content-Security-Policy", "script-src 'nonce-abc', default-src 'none'; script-src 'nonce-other'"), Holds = "!window.own && !window.blocked" };
        yield return new TableRow("CSP require-trusted-types-for", "<!doctype html><head><title>t</title>")
        { Headers = Field("Content-Security-Policy", "require-trusted-types-for 'script'; trusted-types none"), Holds = "(() => { try { document.createElement('p').innerHTML = 'x'; return false } catch { return true } })()" };
        yield return new TableRow("CSP sandbox", "<!doctype html><head><title>t</title>") { Headers = Field("Content-Security-Policy", "sandbox"), Reason = "sandbox" };
    }

    private static IEnumerable<TableRow> Left()
    {
        yield return new TableRow("XHTML", "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>t</title></head><body/></html>") { ContentType = "application/xhtml+xml", Reason = "XHTML", Title = "t" };
        yield return new TableRow("ETag and Content-Length", Bare) { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["ETag"] = "\"v1\"", ["Content-Length"] = Encoding.UTF8.GetByteCount(Bare).ToString() }, Title = "grüße" };
        yield return new TableRow("srcdoc frames", "<!doctype html><head><title>t</title></head><iframe srcdoc=\"<head></head><p>x\"></iframe>") { Holds = "frames[0].bridgeRuns === undefined && frames[0].document.head.childNodes.length === 0" };
    }

    private static TableRow Plain(string name, string page) => new(name, page) { Title = "grüße", Holds = "window.own" };

    private static TableRow Marked(string name, Encoding encoding) =>
        new(name, [.. encoding.GetPreamble(), .. encoding.GetBytes(Page)]) { ContentType = "text/html", Title = "grüße", Holds = "window.own" };

    private static Dictionary<string, string> Field(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    // One frame of one raw block (RFC 8878, 3.1.1): single segment, a length of one byte.
    private static byte[] Zstd(byte[] text) =>
        [0x28, 0xB5, 0x2F, 0xFD, 0x20, checked((byte)text.Length), (byte)((text.Length << 3) | 1), (byte)(text.Length >> 5), (byte)(text.Length >> 13), .. text];
}
