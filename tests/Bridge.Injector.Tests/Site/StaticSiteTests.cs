using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Bridge.Injector.Site;
using Bridge.Injector.Tests.Support;

namespace Bridge.Injector.Tests.Site;

public sealed class StaticSiteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.html", "text/html; charset=utf-8")]
    [InlineData("a.css", "text/css; charset=utf-8")]
    [InlineData("a.js", "text/javascript; charset=utf-8")]
    [InlineData("a.mjs", "text/javascript; charset=utf-8")]
    [InlineData("a.json", "application/json")]
    [InlineData("a.svg", "image/svg+xml; charset=utf-8")]
    [InlineData("a.avif", "image/avif")]
    [InlineData("a.webp", "image/webp")]
    [InlineData("a.png", "image/png")]
    [InlineData("a.wasm", "application/wasm")]
    [InlineData("a.woff2", "font/woff2")]
    [InlineData("a.webmanifest", "application/manifest+json")]
    [InlineData("a.mp4", "video/mp4")]
    [InlineData("a.bin", "application/octet-stream")]
    [InlineData("noextension", "application/octet-stream")]
    public async Task Site_File_HasItsType(string name, string type)
    {
        _folder.Write(name, "grüße");
        await using var server = await ServeAsync();

        var response = await server.Client.GetAsync(name);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.ToString());
        Assert.Equal("grüße", Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024 - 1)]
    [InlineData(64 * 1024)]
    [InlineData(64 * 1024 + 1)]
    [InlineData(300_000)]
    public async Task Site_FileOfAnySize_IsAnsweredAlike(int size)
    {
        var content = string.Concat(Enumerable.Repeat("aß", size))[..size]; // characters of two bytes across every limit
        _folder.Write("a.css", content);
        var bytes = Encoding.UTF8.GetBytes(content);
        await using var server = await ServeAsync();

        var whole = await server.Client.GetAsync("a.css");
        Assert.Equal(bytes, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal((bytes.Length, "text/css; charset=utf-8", "bytes"), (whole.Content.Headers.ContentLength, whole.Content.Headers.ContentType!.ToString(), whole.Headers.AcceptRanges.Single()));

        using var head = new HttpRequestMessage(HttpMethod.Head, "a.css");
        var headed = await server.Client.SendAsync(head);
        Assert.Equal((bytes.Length, whole.Headers.ETag), (headed.Content.Headers.ContentLength, headed.Headers.ETag));
        Assert.Empty(await headed.Content.ReadAsByteArrayAsync());

        using var again = new HttpRequestMessage(HttpMethod.Get, "a.css") { Headers = { IfNoneMatch = { whole.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await server.Client.SendAsync(again)).StatusCode);

        if (bytes.Length > 0)
        {
            using var last = new HttpRequestMessage(HttpMethod.Get, "a.css") { Headers = { Range = new(null, 1) } };
            Assert.Equal(bytes[^1..], await (await server.Client.SendAsync(last)).Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task Site_PageThatStatesItsCharset_IsNotContradicted()
    {
        _folder.Write("meta.html", Encoding.Latin1.GetBytes("<meta charset=iso-8859-1><p>gr\u00fc\u00dfe"));
        _folder.Write("unstated.html", Encoding.Latin1.GetBytes("<p>gr\u00fc\u00dfe"));
        _folder.Write("marked.html", Encoding.Unicode.GetPreamble());
        await using var server = await ServeAsync();

        foreach (var name in (string[])["meta.html", "unstated.html", "marked.html"])
        {
            var response = await server.Client.GetAsync(name);
            Assert.Equal("text/html", response.Content.Headers.ContentType!.ToString());
        }
    }

    [Fact]
    public async Task Site_Range_AnswersThatPart()
    {
        _folder.Write("a.bin", "0123456789");
        await using var server = await ServeAsync();

        async Task<(HttpStatusCode, string?, string)> Get(RangeHeaderValue range, string? ifRange = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "a.bin") { Headers = { Range = range } };
            if (ifRange is not null)
            {
                request.Headers.IfRange = new RangeConditionHeaderValue(ifRange);
            }

            var response = await server.Client.SendAsync(request);
            return (response.StatusCode, response.Content.Headers.ContentRange?.ToString(), await response.Content.ReadAsStringAsync());
        }

        Assert.Equal((HttpStatusCode.PartialContent, "bytes 2-4/10", "234"), await Get(new(2, 4)));
        Assert.Equal((HttpStatusCode.PartialContent, "bytes 7-9/10", "789"), await Get(new(null, 3)));
        Assert.Equal((HttpStatusCode.PartialContent, "bytes 8-9/10", "89"), await Get(new(8, 100)));
        Assert.Equal((HttpStatusCode.OK, null, "0123456789"), await Get(new(2, 4), "\"other\""));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, (await Get(new(100, 200))).Item1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Site_UnchangedFile_Is304UntilSaved(bool withinAStepOfTheClock)
    {
        var path = _folder.Write("a.css", "a{}");
        await using var server = await ServeAsync();
        var first = await server.Client.GetAsync("a.css");

        using var again = new HttpRequestMessage(HttpMethod.Get, "a.css") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await server.Client.SendAsync(again)).StatusCode);

        var written = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, "b{}");
        if (withinAStepOfTheClock)
        {
            File.SetLastWriteTimeUtc(path, written); // as file systems do whose clock goes in steps
        }

        using var saved = new HttpRequestMessage(HttpMethod.Get, "a.css") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        Assert.Equal("b{}", await (await server.Client.SendAsync(saved)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Site_Head_HasLengthAndNoBody()
    {
        _folder.Write("a.css", "a{}");
        await using var server = await ServeAsync();
        var response = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "a.css"));

        Assert.Equal(3, response.Content.Headers.ContentLength);
        Assert.Equal("bytes", response.Headers.AcceptRanges.ToString());
        Assert.NotNull(response.Content.Headers.LastModified);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Site_Folder_ShowsItsIndexBehindASlash()
    {
        _folder.Write("index.html", "root");
        _folder.Write("docs/index.html", "docs");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));
        await using var server = await ServeAsync();

        Assert.Equal("root", await server.Client.GetStringAsync(""));
        Assert.Equal("docs", await server.Client.GetStringAsync("docs/"));
        var redirect = await server.Client.GetAsync("docs?a=b");
        Assert.Equal((HttpStatusCode.MovedPermanently, "/docs/?a=b"), (redirect.StatusCode, redirect.Headers.Location!.ToString()));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("empty/")).StatusCode);
    }

    [Fact]
    public async Task Site_CleanUrlsAndSinglePage_AreOptions()
    {
        _folder.Write("index.html", "app");
        _folder.Write("about.html", "about");
        await using (var plain = await ServeAsync())
        {
            Assert.Equal(HttpStatusCode.NotFound, (await plain.NavigateAsync("about")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await plain.NavigateAsync("users/7")).StatusCode);
        }

        await using var server = await ServeAsync(options => (options.CleanUrls, options.SinglePage) = (true, true));
        Assert.Equal("about", await (await server.NavigateAsync("about")).Content.ReadAsStringAsync());
        Assert.Equal("app", await (await server.NavigateAsync("users/7")).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await server.NavigateAsync("missing.js")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("api/users")).StatusCode);
    }

    [Fact]
    public async Task Site_NotFound_ShowsTheSitesOwnPage()
    {
        _folder.Write("404.html", "<h1>gone</h1>");
        await using var server = await ServeAsync();
        var response = await server.NavigateAsync("nothing");

        Assert.Equal((HttpStatusCode.NotFound, "<h1>gone</h1>"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Site_OtherMethods_AreNotAllowed()
    {
        await using var server = await ServeAsync();
        var response = await server.Client.PostAsync("", null);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Site_Links_AreFollowedInsideOnly()
    {
        using var outside = new TemporaryFolder();
        outside.Write("secret.txt", "secret");
        _folder.Write("real/a.txt", "inside");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "in.txt"), "real/a.txt");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "folder"), Path.Combine(_folder.Path, "real"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "out.txt"), Path.Combine(outside.Path, "secret.txt"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "away"), outside.Path);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "chain.txt"), "out.txt");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "dangling.txt"), "nothing");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "circle.txt"), "circle.txt");
        await using var server = await ServeAsync();

        Assert.Equal("inside", await server.Client.GetStringAsync("in.txt"));
        Assert.Equal("inside", await server.Client.GetStringAsync("folder/a.txt"));
        foreach (var refused in (string[])["out.txt", "away/secret.txt", "away/", "chain.txt", "dangling.txt", "circle.txt"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync(refused)).StatusCode);
        }
    }

    [Fact]
    public async Task Site_RootThatIsALink_IsServed()
    {
        _folder.Write("site/a.txt", "inside");
        var link = Path.Combine(_folder.Path, "link");
        Directory.CreateSymbolicLink(link, Path.Combine(_folder.Path, "site"));
        await using var server = await ServeAsync(options => options.Directory = link);

        Assert.Equal("inside", await server.Client.GetStringAsync("a.txt"));
    }

    [Fact]
    public async Task Site_HiddenFiles_AreAnOption()
    {
        _folder.Write(".env", "secret");
        _folder.Write(".git/config", "secret");
        _folder.Write(".well-known/security.txt", "public");
        await using (var server = await ServeAsync())
        {
            Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync(".env")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync(".git/config")).StatusCode);
            Assert.Equal("public", await server.Client.GetStringAsync(".well-known/security.txt"));
        }

        await using var open = await ServeAsync(options => options.HiddenFiles = true);
        Assert.Equal("secret", await open.Client.GetStringAsync(".env"));
    }

    [Fact]
    public void Site_NoSuchFolder_SaysSo() =>
        Assert.Throws<DirectoryNotFoundException>(() => new StaticSite(new StaticSiteOptions { Directory = Path.Combine(_folder.Path, "nothing") }));

    private Task<LocalServer> ServeAsync(Action<StaticSiteOptions>? configure = null)
    {
        var options = new StaticSiteOptions { Directory = _folder.Path };
        configure?.Invoke(options);
        return LocalServer.StartAsync(app => app.RunBridgeStaticSite(options));
    }
}
