using System.Buffers;
using System.Text;
using Bridge.Injector.Html;

namespace Bridge.Injector.Tests.Html;

public sealed class LinkRewriterTests
{
    [Theory]
    [InlineData("<a href=\"in/x\">in/x</a>", "<a href=\"OUT/x\">in/x</a>")]
    [InlineData("<A HREF = in/x title='in/y' data-x=in/z>", "<A HREF = OUT/x title='in/y' data-x=in/z>")]
    [InlineData("<img alt='>' srcset='in/a 1x, in/b 2x' src=in/c>", "<img alt='>' srcset='OUT/a 1x, OUT/b 2x' src=OUT/c>")]
    [InlineData("<form action=in/x><button formaction='in/y'>", "<form action=OUT/x><button formaction='OUT/y'>")]
    [InlineData("<p style=\"background: url(in/x)\">", "<p style=\"background: url(OUT/x)\">")]
    [InlineData("<svg><use xlink:href='in/x#y'/></svg>", "<svg><use xlink:href='OUT/x#y'/></svg>")]
    [InlineData("<meta http-equiv=Refresh content='1; url=in/x'><meta property=og:url content=in/x>", "<meta http-equiv=Refresh content='1; url=OUT/x'><meta property=og:url content=in/x>")]
    [InlineData("<a href=in/1 href=in/2>", "<a href=OUT/1 href=in/2>")]
    [InlineData("<!-- <a href=in/x> --><a href=in/y>", "<!-- <a href=in/x> --><a href=OUT/y>")]
    [InlineData("<script>'<a href=in/x>'</script><a href=in/y>", "<script>'<a href=in/x>'</script><a href=OUT/y>")]
    [InlineData("<textarea><a href=in/x></textarea><iframe><a href=in/x></iframe><a href=in/y>", "<textarea><a href=in/x></textarea><iframe><a href=in/x></iframe><a href=OUT/y>")]
    [InlineData("a < b <3 <a href=in/y>", "a < b <3 <a href=OUT/y>")]
    [InlineData("</a href=in/x><a href=in/y", "</a href=in/x><a href=in/y")]
    [InlineData("text <", "text <")]
    public void Links_InAttributes_AreRewrittenAndNothingElse(string page, string expected)
    {
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            var bytes = encoding.GetBytes(page);
            for (var piece = 1; piece <= bytes.Length; piece++)
            {
                Assert.Equal(expected, encoding.GetString(Rewrite(bytes, piece, encoding)));
            }
        }
    }

    [Fact]
    public void Links_InATagThatIsTooLong_AreLeft()
    {
        var page = Encoding.ASCII.GetBytes($"<img src='{new string('x', HtmlScriptInjector.LongestHeld)}' srcset=in/x><a href=in/y>");

        Assert.Equal(Encoding.ASCII.GetString(page).Replace("in/y", "OUT/y"), Encoding.ASCII.GetString(Rewrite(page, 999, Encoding.UTF8)));
    }

    [Fact]
    public void Links_TextBeforeATag_IsNotHeld()
    {
        var output = new ArrayBufferWriter<byte>();
        var rewriter = new LinkRewriter(value => value, PageEncoding.AsciiCompatible);
        rewriter.Write("<p>text, and <a hre"u8, output);

        Assert.Equal("<p>text, and ", Encoding.ASCII.GetString(output.WrittenSpan));
    }

    private static byte[] Rewrite(byte[] page, int piece, Encoding encoding)
    {
        var kind = encoding.Equals(Encoding.Unicode) ? PageEncoding.Utf16LittleEndian : encoding.Equals(Encoding.BigEndianUnicode) ? PageEncoding.Utf16BigEndian : PageEncoding.AsciiCompatible;
        var rewriter = new LinkRewriter(value => value.Replace("in/", "OUT/", StringComparison.Ordinal), kind);
        var output = new ArrayBufferWriter<byte>();
        for (var at = 0; at < page.Length; at += piece)
        {
            rewriter.Write(page.AsSpan(at, Math.Min(piece, page.Length - at)), output);
        }

        rewriter.Complete(output);
        return output.WrittenSpan.ToArray();
    }
}
