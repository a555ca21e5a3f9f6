using Bridge.Server.LiveReload;

namespace Bridge.Server.Tests.LiveReload;

public sealed class SheetTextTests : IDisposable
{
    private readonly SiteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("a{content:'ß'}")]
    public void Text_OfAStyleSheet_IsWhatItSays(string text)
    {
        _folder.Write("a.css", text);

        Assert.Equal(text, SheetText.Read(_folder.Full("a.css")));
    }

    [Fact]
    public void Text_OfALongStyleSheet_IsLeftToTheFile()
    {
        _folder.Write("longest.css", new string('x', 16 * 1024));
        _folder.Write("longer.css", new string('x', 16 * 1024 + 1));

        Assert.Equal(16 * 1024, SheetText.Read(_folder.Full("longest.css"))!.Length);
        Assert.Null(SheetText.Read(_folder.Full("longer.css")));
    }

    [Fact]
    public void Text_OfAnythingElse_IsNone()
    {
        _folder.Write("a.html", "a{}");
        File.WriteAllBytes(_folder.Full("latin.css"), [(byte)'a', 0xDF]);
        File.WriteAllBytes(_folder.Full("marked.css"), [0xEF, 0xBB, 0xBF, (byte)'a']);

        Assert.All(["a.html", "latin.css", "marked.css", "gone.css", "gone/a.css"], none => Assert.Null(SheetText.Read(_folder.Full(none))));
    }
}
