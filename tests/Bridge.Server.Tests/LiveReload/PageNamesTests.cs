using System.Text;
using Bridge.Server.LiveReload;

namespace Bridge.Server.Tests.LiveReload;

public sealed class PageNamesTests
{
    [Theory]
    [InlineData("<link href=/assets/index-BhJ3x9aQ.css>", "BhJ3x9aQ")]
    [InlineData("<link href=/css/main.0a1b2c3d4e5f60718293.css>", "0a1b2c3d4e5f60718293")]
    [InlineData("<link href=\"style.css?v=1\"><img src='a.png?2'>", "?v=1", "?2")]
    [InlineData("app.3f2a9c1b.min.css?v=3\n", "3f2a9c1b", "?v=3")]
    [InlineData("a-3f2a9c1b.css", "3f2a9c1b")]
    [InlineData("url(a.3f2a.png),url(b.9b1c.jpeg)", "3f2a", "9b1c")]
    [InlineData("<link href='style.css?'>", "?")]
    [InlineData("<a href='?page=1'>")]
    [InlineData("<link href=theme-dark.css>")]
    [InlineData("<script src=app.3f2a.js>")]
    [InlineData("<a href=app.3f2a.css.map>")]
    [InlineData("It ends here. So does this.")]
    [InlineData("a.")]
    [InlineData("")]
    public void Changing_OfAPage_IsItsHashesAndVersions(string page, params string[] changing)
    {
        var bytes = Encoding.UTF8.GetBytes(page);

        Assert.Equal(changing, PageNames.Changing(bytes).Select(range => Encoding.UTF8.GetString(bytes[range])));
    }

    [Theory]
    [InlineData("<link href=/assets/index-BhJ3x9aQ.css>", "<link href=/assets/index-CkLm4yZ0.css>", true)]
    [InlineData("<link href=\"style.css?v=1\">", "<link href=\"style.css?v=2\">", true)]
    [InlineData("<link href='style.css'>", "<link href='style.css?t=17'>", true)]
    [InlineData("<img src=a-3f2a9c1b.png><img src=a-.png>", "<img src=a-.png><img src=a-3f2a9c1b.png>", true)]
    [InlineData("<link href=theme-dark.css>", "<link href=theme-light.css>", false)]
    [InlineData("<link href=app.3f2a.css>", "<link href=app.9b1c.css><p>more", false)]
    [InlineData("<script src=app.3f2a.js>", "<script src=app.9b1c.js>", false)]
    [InlineData("<a href='?page=1'>", "<a href='?page=2'>", false)]
    public void Hashes_OfTwoPages_TellWhetherOnlyNamesDiffer(string one, string other, bool onlyNames)
    {
        var (first, second) = (Hashes(one), Hashes(other));

        Assert.NotEqual(first.Whole, second.Whole);
        Assert.Equal(onlyNames, first.Loose == second.Loose);
    }

    [Fact]
    public void Hashes_OfAPageThatNamesNothing_AreThoseOfAnyFile()
    {
        var (whole, loose) = Hashes("<h1>x</h1>");

        Assert.Equal((whole, whole), (loose, ContentHash.Of("index.html", "<h1>x</h1>"u8)));
    }

    [Theory]
    [InlineData("a", 0)]
    [InlineData("-", 0)]
    [InlineData(".", 0)]
    [InlineData(".css", 0)]
    [InlineData(".css?", 1_464)]
    [InlineData("a.3f2a.css ", 27_273)]
    public void Changing_OfALongLine_IsFound(string piece, int expected)
    {
        var line = string.Concat(Enumerable.Repeat(piece, 300_000 / piece.Length + 1));

        Assert.Equal(expected, PageNames.Changing(Encoding.ASCII.GetBytes(line)).Count);
    }

    private static (ulong Whole, ulong Loose) Hashes(string page) => ContentHash.OfPage("index.html", Encoding.UTF8.GetBytes(page));
}
