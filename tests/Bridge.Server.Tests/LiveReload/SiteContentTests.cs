using Bridge.Server.LiveReload;

namespace Bridge.Server.Tests.LiveReload;

public sealed class SiteContentTests : IDisposable
{
    private readonly SiteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Content_Saved_IsAnotherBuildUntilItIsAsBefore()
    {
        _folder.Write("index.html", "one");
        _folder.Write("style.css", "a{}");
        var content = Content();
        var build = content.Build;

        Assert.Equal(["style.css"], content.Look(_folder.Write("style.css", "b{}")));
        Assert.NotEqual(build, content.Build);
        Assert.Equal(["style.css"], content.Look(_folder.Write("style.css", "a{}")));
        Assert.Equal(build, content.Build);
        Assert.Equal(build, Content().Build);
    }

    [Fact]
    public void Content_WrittenWithTheSameText_IsNoChange()
    {
        var path = _folder.Write("index.html", "one");
        var content = Content();
        File.SetLastWriteTimeUtc(path, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Empty(content.Look(path));
        Assert.Empty(content.Walk());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Content_SavedAgainWithinTheSameStepOfTheClock_IsAChange(bool walks)
    {
        var path = _folder.Write("style.css", "a{}");
        var content = Content();
        var written = File.GetLastWriteTimeUtc(path);
        for (var i = 0; i < 3; i++)
        {
            // As file systems do whose clock goes in steps: the time of the save before, and as many bytes.
            File.SetLastWriteTimeUtc(_folder.Write("style.css", $"{i}{{}}"), written);

            Assert.Equal(["style.css"], walks ? content.Walk() : content.Look(path));
            Assert.Empty(walks ? content.Walk() : content.Look(path));
            Assert.Equal($"{i}{{}}", content.Describe("style.css", alone: true).Text);
            Assert.Equal(FileChange.Content, content.Describe("style.css", alone: true).How);
        }
    }

    [Fact]
    public void Content_WrittenLongAgo_IsNotReadAgainByEachWalk()
    {
        var before = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var path = _folder.Write("style.css", "a{}");
        File.SetLastWriteTimeUtc(path, before);
        var content = Content();
        File.SetLastWriteTimeUtc(_folder.Write("style.css", "b{}"), before);

        Assert.Empty(content.Walk());
    }

    [Fact]
    public void Content_RenamedOver_IsOneChange()
    {
        var path = _folder.Write("style.css", "a{}");
        var content = Content();
        var beside = _folder.Write("style.css.tmp", "b{}");
        File.Move(beside, path, overwrite: true);

        Assert.Empty(content.Look(beside));
        Assert.Equal(["style.css"], content.Look(path));
    }

    [Fact]
    public void Content_FolderGone_IsAChangeOfEachFile()
    {
        _folder.Write("docs/a.html", "a");
        _folder.Write("docs/b.html", "b");
        var content = Content();
        Directory.Delete(_folder.Full("docs"), recursive: true);

        Assert.Equal(["docs/a.html", "docs/b.html"], content.Look(_folder.Full("docs")).Order());
        Assert.Equal(0, content.Count);
        Assert.Equal(new string('0', 16), content.Build);
    }

    [Fact]
    public void Content_NewFolder_IsAChangeOfEachFile()
    {
        var content = Content();
        _folder.Write("docs/a.html", "a");
        Assert.Equal(["docs/a.html"], content.Look(_folder.Full("docs")));
    }

    [Theory]
    [InlineData("node_modules/x/index.js")]
    [InlineData("a/node_modules/x.css")]
    [InlineData(".git/HEAD")]
    [InlineData(".env")]
    [InlineData("a/.cache/x")]
    [InlineData("index.html~")]
    [InlineData(".#index.html")]
    [InlineData("#index.html#")]
    [InlineData(".index.html.swp")]
    [InlineData("4913")]
    [InlineData("style.css___jb_tmp___")]
    [InlineData("a.tmp")]
    [InlineData("build/out.js")]
    [InlineData("sub/secret.txt")]
    public void Content_IgnoredFile_IsNoChange(string name)
    {
        _folder.Write(".gitignore", "build/\n");
        _folder.Write("sub/.gitignore", "secret.txt\n");
        var content = Content();

        Assert.Empty(content.Look(_folder.Write(name, "x")));
        Assert.Empty(content.Walk());
    }

    [Fact]
    public void Content_GitIgnoreChanged_CountsAtOnce()
    {
        var content = Content();
        content.Look(_folder.Write(".gitignore", "*.log\n"));

        Assert.Empty(content.Look(_folder.Write("a.log", "x")));
        Assert.Equal(["a.txt"], content.Look(_folder.Write("a.txt", "x")));
    }

    [Fact]
    public void Content_BehindALink_ChangesUnderEveryName()
    {
        var path = _folder.Write("real/style.css", "a{}");
        File.CreateSymbolicLink(_folder.Full("style.css"), "real/style.css");
        Directory.CreateSymbolicLink(_folder.Full("alias"), _folder.Full("real"));
        Directory.CreateSymbolicLink(_folder.Full("real/circle"), _folder.Full("real"));
        var content = new SiteContent(_folder.Path, gitIgnore: true, mostFiles: 200);
        _folder.Write("real/style.css", "b{}");

        var changed = content.Look(path);

        Assert.Contains("real/style.css", changed);
        Assert.Contains("style.css", changed);
        Assert.Contains("alias/style.css", changed);
    }

    [Fact]
    public void Content_LinkToItself_IsPassedOver()
    {
        _folder.Write("index.html", "x");
        File.CreateSymbolicLink(_folder.Full("one.css"), "other.css");
        File.CreateSymbolicLink(_folder.Full("other.css"), "one.css");
        File.CreateSymbolicLink(_folder.Full("gone.css"), "nowhere.css");

        Assert.Equal(1, Content().Count);
    }

    [Fact]
    public void Content_MoreFilesThanAllowed_KnowsSoMany()
    {
        for (var i = 0; i < 20; i++)
        {
            _folder.Write($"{i}.html", "x");
        }

        var content = new SiteContent(_folder.Path, gitIgnore: true, mostFiles: 10);
        Assert.True(content.IsFull);
        Assert.Equal(10, content.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a{content:'ß'}")]
    public void Text_OfASavedStyleSheet_IsWhatItSays(string text)
    {
        _folder.Write("a.css", "before");
        var content = Content();
        content.Look(_folder.Write("a.css", text));

        Assert.Equal(text, content.Describe("a.css", alone: true).Text);
        Assert.Null(content.Describe("a.css", alone: false).Text);
    }

    [Fact]
    public void Text_ComesFromTheBytesThatWereHashed()
    {
        var content = Content();
        content.Look(_folder.Write("a.css", "one"));
        _folder.Write("a.css", "two, of which nobody has been told yet");

        Assert.Equal("one", content.Describe("a.css", alone: true).Text);
    }

    [Fact]
    public void Text_OfALongStyleSheet_IsLeftToTheFile()
    {
        var content = Content();
        content.Look(_folder.Write("a.css", new string('x', 16 * 1024)));
        Assert.Equal(16 * 1024, content.Describe("a.css", alone: true).Text!.Length);

        content.Look(_folder.Write("a.css", new string('x', 16 * 1024 + 1)));
        Assert.Null(content.Describe("a.css", alone: true).Text);
    }

    [Fact]
    public void Text_OfAnythingElse_IsNone()
    {
        var content = Content();
        _folder.Write("a.html", "a{}");
        File.WriteAllBytes(_folder.Full("latin.css"), [(byte)'a', 0xDF]);
        File.WriteAllBytes(_folder.Full("marked.css"), [0xEF, 0xBB, 0xBF, (byte)'a']);

        Assert.All(["a.html", "latin.css", "marked.css"], name =>
        {
            Assert.Equal([name], content.Look(_folder.Full(name)));
            Assert.Null(content.Describe(name, alone: true).Text);
        });
        Assert.Null(content.Describe("gone.css", alone: true).Text);
    }

    private SiteContent Content() => new(_folder.Path, gitIgnore: true, mostFiles: 1_000);
}
