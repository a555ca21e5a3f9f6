using Bridge.Server.LiveReload;

namespace Bridge.Server.Tests.LiveReload;

public sealed class HashedNameTests
{
    [Theory]
    [InlineData("app.3f2a.css", "app.*.css")]
    [InlineData("css/main.0a1b2c3d4e5f60718293.css", "css/main.*.css")]
    [InlineData("assets/index-BhJ3x9aQ.css", "assets/index-*.css")]
    [InlineData("assets/index-Bh-3x_aQ.css", "assets/index-*.css")]
    [InlineData("assets/index-dark-BhJ3x9aQ.css", "assets/index-dark-*.css")]
    [InlineData("assets/logo-D5jK2m9x.svg", "assets/logo-*.svg")]
    [InlineData("app.3f2a9c1b.min.css", "app.*.min.css")]
    [InlineData("style.css", null)]
    [InlineData("theme-dark.css", null)]
    [InlineData("theme.light.css", null)]
    [InlineData("app.3f2a.js", null)]
    [InlineData("grüße-3f2a9c1b.css", null)]
    public void Stem_OfAName_IsWhatBuildsKeep(string path, string? stem) => Assert.Equal(stem, HashedName.Stem(path));

    [Theory]
    [InlineData("<link href=/assets/index-BhJ3x9aQ.css>", "<link href=/assets/index-CkLm4yZ0.css>", true)]
    [InlineData("<link href=\"style.css?v=1\">", "<link href=\"style.css?v=2\">", true)]
    [InlineData("<link href='style.css'>", "<link href='style.css?t=17'>", true)]
    [InlineData("<link href=theme-dark.css>", "<link href=theme-light.css>", false)]
    [InlineData("<link href=app.3f2a.css>", "<link href=app.9b1c.css><p>more", false)]
    [InlineData("<script src=app.3f2a.js>", "<script src=app.9b1c.js>", false)]
    [InlineData("<a href='?page=1'>", "<a href='?page=2'>", false)]
    public void Loosen_TwoPages_AreTheSameButForNames(string one, string other, bool same) =>
        Assert.Equal(same, HashedName.Loosen(one) == HashedName.Loosen(other));

    [Theory]
    [InlineData('a')]
    [InlineData('-')]
    [InlineData('.')]
    public void Loosen_LongLine_EndsSoon(char character) => Assert.Equal(300_000, HashedName.Loosen(new string(character, 300_000)).Length);
}
