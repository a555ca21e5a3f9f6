using Bridge.Injector.Site;
using Bridge.Injector.Tests.Support;

namespace Bridge.Injector.Tests.Site;

/// <summary>Ways out of the root, as raw requests against a real server: none shows what lies beside it.</summary>
public sealed class TraversalTests : IDisposable
{
    private const string Secret = "what-lies-beside-the-root";

    private static readonly string[] Dots =
    [
        "..", "%2e%2e", "%2E%2e", ".%2e", "%2e.", "%252e%252e", "%25252e%25252e", "..;", "..;a=b", "...", "....", "%c0%ae%c0%ae", "%e0%80%ae%e0%80%ae",
        "%uff0e%uff0e", "%ef%bc%8e%ef%bc%8e", "..%00", "%00..", "..%20", "..%09", "..%0a", ".. ", "%2e%2e%2e", ".%00.", "..%3f", "..%23", "\u00b7\u00b7",
    ];

    private static readonly string[] Slashes =
        ["/", "%2f", "%2F", "%252f", "\\", "%5c", "%5C", "%255c", "//", "/./", "/%2e/", "%c0%af", "%e0%80%af", "%ef%bc%8f", "%u2215", "/%00/", ";/", "%3b/"];

    private static readonly string[] Targets = ["secret.txt", "SECRET~1.TXT", "secret.txt%00.html", "site/../secret.txt"];

    private readonly TemporaryFolder _folder = new();

    public TraversalTests()
    {
        _folder.Write("secret.txt", Secret);
        _folder.Write("site-other/secret.txt", Secret);
        _folder.Write("site/index.html", "index");
        _folder.Write("site/folder/a.txt", "a");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Site_TraversalPaths_AllRefused()
    {
        var paths = Paths().Distinct().ToList();
        Assert.True(paths.Count >= 500, $"{paths.Count} paths");
        var options = new StaticSiteOptions { Directory = Path.Combine(_folder.Path, "site"), HiddenFiles = true, CleanUrls = true, SinglePage = true };
        await using var server = await LocalServer.StartAsync(app => app.RunBridgeStaticSite(options));

        await Parallel.ForEachAsync(paths, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (path, _) =>
        {
            var answer = await RawRequest.SendAsync(server.Address, $"GET {path} HTTP/1.1\r\nHost: {server.Address.Authority}\r\nConnection: close\r\n\r\n");
            Assert.False(answer.Contains(Secret, StringComparison.Ordinal), path);
            Assert.True(answer.StartsWith("HTTP/1.1 404", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), $"{path}: {answer.Split('\r')[0]}");
        });
    }

    [Theory]
    [InlineData("/C:/windows")]
    [InlineData("/file.txt::$DATA")]
    [InlineData("/con")]
    [InlineData("/a/NUL.txt")]
    [InlineData("/lpt1.html")]
    [InlineData("/secret.txt.")]
    [InlineData("/secret.txt ")]
    [InlineData("/a|b")]
    public void Path_TrapOnWindows_RefusedThereOnly(string path)
    {
        Assert.False(SitePath.TryRead(path, hiddenFiles: true, windows: true, out _));
        Assert.True(SitePath.TryRead(path, hiddenFiles: true, windows: false, out _));
    }

    // Up from the root, up from a folder, up twice, and a folder beside whose name begins like the root's.
    private IEnumerable<string> Paths()
    {
        foreach (var dots in Dots)
        {
            foreach (var slash in Slashes)
            {
                yield return $"/{dots}{slash}secret.txt";
                yield return $"/folder/{dots}{slash}{dots}{slash}secret.txt";
            }

            foreach (var target in Targets)
            {
                yield return $"/{dots}/{dots}/{dots}/{target}";
            }

            yield return $"/{dots}/site-other/secret.txt";
            yield return $"/{dots}site-other/secret.txt";
        }

        foreach (var absolute in (string[])[_folder.Path, "/etc/passwd", "C:/secret.txt", "file:///etc/passwd", "//localhost/secret.txt"])
        {
            yield return $"/{absolute}";
            yield return $"//{absolute}/secret.txt";
            yield return "/" + Uri.EscapeDataString(absolute) + "%2fsecret.txt";
        }
    }
}
