using System.Buffers;
using System.Text;
using Bridge.Injector.Html;

namespace Bridge.Injector.Tests.Html;

/// <summary>What a page keeps in memory while it passes does not depend on its length.</summary>
public sealed class InjectionMemoryTests
{
    [Theory]
    [InlineData("<!doctype html><head><title>x</title></head><body>", "<p class=x>text ")]
    [InlineData("<!doctype html>", " ")]
    [InlineData("<!doctype html><!-- ", "a comment that never ends ")]
    [InlineData("<!doctype html><html lang=\"", "a tag that never ends ")]
    [InlineData("<!doctype html><head><meta content='", "a meta that never ends ")]
    [InlineData("<!doctype html><head><style>", "a < b { } ")]
    public void Page_OfAnyLength_HoldsNoMoreThanATagBack(string start, string rest)
    {
        var injector = new HtmlScriptInjector(new HtmlInjection { RewritePolicy = policy => policy });
        var output = new Discarded();
        var piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(rest, (16 * 1024) / rest.Length)));
        injector.Write(Encoding.ASCII.GetBytes(start), output);
        long written = start.Length;
        for (var i = 0; i < 100; i++)
        {
            injector.Write(piece, output);
            written += piece.Length;
            Assert.InRange(written - output.Length, -1024, HtmlScriptInjector.LongestHeld); // less than nothing: our tag is out
        }
    }

    [Fact]
    public void Links_OfAPageOfAnyLength_KeepNoMoreThanATag()
    {
        var rewriter = new LinkRewriter(value => value, PageEncoding.AsciiCompatible);
        var output = new Discarded();
        var piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<a href=http://localhost:5173/x>x</a> ", 1_000)));
        for (var i = 0; i < 20; i++)
        {
            rewriter.Write(piece, output);
            Assert.InRange(((i + 1) * (long)piece.Length) - output.Length, 0, HtmlScriptInjector.LongestHeld);
        }
    }

    private sealed class Discarded : IBufferWriter<byte>
    {
        private readonly byte[] _buffer = new byte[256 * 1024];

        public long Length { get; private set; }

        public void Advance(int count) => Length += count;

        public Memory<byte> GetMemory(int sizeHint = 0) => _buffer;

        public Span<byte> GetSpan(int sizeHint = 0) => _buffer;
    }
}
