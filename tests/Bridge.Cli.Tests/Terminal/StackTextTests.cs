using Bridge.Cli.Terminal;

namespace Bridge.Cli.Tests.Terminal;

public sealed class StackTextTests
{
    [Theory]
    [InlineData("TypeError: a\nsecond line\n    at go (app.js:1:2)\n    at app.js:9:9", "at go (app.js:1:2)|at app.js:9:9")]
    [InlineData("go@http://site.test/app.js:1:2\n@http://site.test/app.js:9:9", "go@http://site.test/app.js:1:2|@http://site.test/app.js:9:9")]
    [InlineData("Error: nothing more", "")]
    [InlineData(null, "")]
    public void Frames_AnyBrowsersStack_LeavesTheMessageOut(string? stack, string frames) => Assert.Equal(frames, string.Join('|', StackText.Frames(stack)));
}
