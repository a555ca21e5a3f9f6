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
    [InlineData("assets/logo-@2x~1.D5jK2m9x.PNG", "assets/logo-@2x~1.*.PNG")]
    [InlineData("x-dark-one.3f2a.css", "x-dark-one.*.css")]
    [InlineData("style.css", null)]
    [InlineData("3f2a9c1b.css", null)]
    [InlineData("-3f2a9c1b.css", null)]
    [InlineData("app.3f2.css", null)]
    [InlineData("my-long-name.css", null)]
    [InlineData("photo-holiday.jpeg", null)]
    [InlineData(".css", null)]
    [InlineData("theme-dark.css", null)]
    [InlineData("theme.light.css", null)]
    [InlineData("app.3f2a.js", null)]
    [InlineData("grüße-3f2a9c1b.css", null)]
    public void Stem_OfAName_IsWhatBuildsKeep(string path, string? stem) => Assert.Equal(stem, HashedName.Stem(path));
}
