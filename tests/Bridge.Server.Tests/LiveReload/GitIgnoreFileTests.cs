using Bridge.Server.LiveReload;

namespace Bridge.Server.Tests.LiveReload;

public sealed class GitIgnoreFileTests
{
    // The rules of gitignore(5), each by an example of its page or of git's own tests.
    [Theory]
    [InlineData("*.log", "a.log", true)]
    [InlineData("*.log", "x/y/a.log", true)]
    [InlineData("*.log", "a.login", false)]
    [InlineData("/a.log", "a.log", true)]
    [InlineData("/a.log", "x/a.log", false)]
    [InlineData("doc/frotz", "doc/frotz", true)]
    [InlineData("doc/frotz", "a/doc/frotz", false)]
    [InlineData("**/foo", "foo", true)]
    [InlineData("**/foo", "a/b/foo", true)]
    [InlineData("abc/**", "abc/x/y", true)]
    [InlineData("abc/**", "abc", false)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/**/b", "a/xb", false)]
    [InlineData("foo*", "foobar", true)]
    [InlineData("f?o", "f/o", false)]
    [InlineData("[ab].txt", "b.txt", true)]
    [InlineData("[!ab].txt", "b.txt", false)]
    [InlineData("[!ab].txt", "c.txt", true)]
    [InlineData("[a-c].txt", "b.txt", true)]
    [InlineData("[z-a].txt", "b.txt", false)]
    [InlineData("\\#x", "#x", true)]
    [InlineData("\\!x", "!x", true)]
    [InlineData("# x", "# x", false)]
    [InlineData("a.b", "aXb", false)]
    [InlineData("trailing   ", "trailing", true)]
    [InlineData("", "anything", false)]
    public void GitIgnore_Pattern_MatchesAsGitSays(string pattern, string path, bool ignored) =>
        Assert.Equal(ignored, new GitIgnoreFile([pattern]).Ignores(path, isFolder: false) ?? false);

    [Fact]
    public void GitIgnore_FolderPattern_LeavesFiles()
    {
        var file = new GitIgnoreFile(["build/"]);
        Assert.True(file.Ignores("build", isFolder: true));
        Assert.Null(file.Ignores("build", isFolder: false));
    }

    [Fact]
    public void GitIgnore_LastMatch_Decides()
    {
        var file = new GitIgnoreFile(["*.css", "!keep.css"]);
        Assert.True(file.Ignores("a.css", isFolder: false));
        Assert.False(file.Ignores("keep.css", isFolder: false));
    }
}
