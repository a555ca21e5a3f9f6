using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using Bridge.E2E.Tests.Harness;

namespace Bridge.E2E.Tests;

/// <summary>What <c>bridge serve</c> does by option, through the real command.</summary>
public sealed class ServeFlagTests : IDisposable
{
    private readonly string _site = Directory.CreateTempSubdirectory("bridge-flags-").FullName;

    public ServeFlagTests()
    {
        File.WriteAllText(Path.Combine(_site, "index.html"), "<!doctype html><title>Front</title>");
        File.WriteAllText(Path.Combine(_site, "about.html"), "<!doctype html><title>About</title>");
    }

    [Theory]
    [InlineData("/about", HttpStatusCode.NotFound, "")]
    [InlineData("/about", HttpStatusCode.OK, "<title>About", "--clean-urls")]
    [InlineData("/orders/7", HttpStatusCode.NotFound, "", "--clean-urls")]
    [InlineData("/orders/7", HttpStatusCode.OK, "<title>Front", "--spa")]
    [InlineData("/orders/7", HttpStatusCode.OK, "<title>Front", "--single")]
    [InlineData("/missing.js", HttpStatusCode.NotFound, "", "--spa")]
    [InlineData("/about", HttpStatusCode.OK, "<title>About", "--spa", "--clean-urls")]
    public async Task Get_AddressWithoutAFile_IsWhatTheOptionsSay(string path, HttpStatusCode status, string text, params string[] flags)
    {
        await using var relay = await RelayProcess.ServeAsync(_site, flags);
        using var phone = await PairedClient.NewAsync(relay);

        using var answer = await phone.GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(text, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true, "--poll")]
    public async Task Save_File_IsToldToEditors_AndPollingAsksTheSystemForNothing(bool polls, params string[] flags)
    {
        await using var relay = await RelayProcess.ServeAsync(_site, [.. flags, "--livereload-port", "0"]);
        using var editor = new ClientWebSocket();
        await editor.ConnectAsync(new Uri(relay.Ready.GetProperty("liveReload").GetString()!.Replace("http", "ws", StringComparison.Ordinal) + "/livereload"), default);
        await editor.SendAsync("""{"command":"hello","protocols":["http://livereload.com/protocols/official-7"]}"""u8.ToArray(), WebSocketMessageType.Text, true, default);
        Assert.Contains("hello", await ReceiveAsync(editor), StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(_site, "about.html"), "<!doctype html><title>About us</title>");

        Assert.Contains("reload", await ReceiveAsync(editor), StringComparison.Ordinal);
        Assert.Equal(polls, !WatchedFolders(relay.ProcessId).Contains(Inode(_site)));
    }

    [Fact]
    public async Task LiveReloadPort_BuildPluginCalls_IsAnsweredThere()
    {
        await using var relay = await RelayProcess.ServeAsync(_site, "--livereload-port", "0");
        using var plugin = new HttpClient { BaseAddress = new Uri(relay.Ready.GetProperty("liveReload").GetString()!) };

        Assert.Contains("tinylr", await plugin.GetStringAsync("/"), StringComparison.Ordinal);
        using var answer = await plugin.PostAsJsonAsync("/changed", new { files = new[] { "about.html" } });
        Assert.Equal("""{"clients":[],"files":["about.html"]}""", await answer.Content.ReadAsStringAsync()); // nobody is paired
    }

    [Fact]
    public async Task LiveReloadPort_NotAskedFor_IsNotThere()
    {
        await using var relay = await RelayProcess.ServeAsync(_site);

        Assert.False(relay.Ready.TryGetProperty("liveReload", out _));
    }

    [Fact]
    public async Task LiveReload_OnTheConsolesAddress_IsForWhoMayWatch()
    {
        await using var relay = await RelayProcess.ServeAsync(_site);
        var address = new Uri(relay.Console.ToString().Replace("http", "ws", StringComparison.Ordinal) + "livereload");
        using var stranger = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        await Assert.ThrowsAsync<WebSocketException>(() => stranger.ConnectAsync(address, default));
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.HttpStatusCode);

        using var tool = new ClientWebSocket();
        tool.Options.SetRequestHeader("Authorization", $"Bearer {RelayProcess.AdminToken}");
        await tool.ConnectAsync(address, default);
        await tool.SendAsync("""{"command":"hello"}"""u8.ToArray(), WebSocketMessageType.Text, true, default);
        Assert.Contains("hello", await ReceiveAsync(tool), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_site, recursive: true);

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        using var limit = new CancellationTokenSource(Until.Limit);
        var message = new byte[4096];
        var received = await socket.ReceiveAsync(message.AsMemory(), limit.Token);
        return Encoding.UTF8.GetString(message, 0, received.Count);
    }

    /// <summary>The inodes, in hexadecimal, that a process has the kernel watch: proc(5), "inotify wd:1 ino:…".</summary>
    private static HashSet<string> WatchedFolders(int process) =>
        [.. Directory.GetFiles($"/proc/{process}/fdinfo").SelectMany(LinesOf)
            .Where(line => line.StartsWith("inotify ", StringComparison.Ordinal))
            .Select(line => line.Split(' ').First(field => field.StartsWith("ino:", StringComparison.Ordinal))[4..])];

    private static string[] LinesOf(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (FileNotFoundException)
        {
            return []; // It has been closed since the folder was read.
        }
    }

    private static string Inode(string folder)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%i", folder]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        return long.Parse(stat.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture).ToString("x", CultureInfo.InvariantCulture);
    }
}
