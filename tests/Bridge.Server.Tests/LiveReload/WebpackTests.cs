using System.Diagnostics;
using System.Text.RegularExpressions;
using Bridge.DevServers;
using Bridge.Server.LiveReload;

namespace Bridge.Server.Tests.LiveReload;

/// <summary>What webpack itself writes with a hash in its names; the walks and their quiet follow a clock that the test moves.</summary>
public sealed partial class WebpackTests : IDisposable
{
    private readonly string _project = DevPackages.NewProject(new Dictionary<string, string>
    {
        ["src/index.js"] = "import './style.css'; document.title = 'one'",
        ["src/style.css"] = "h1 { color: red }",
        ["webpack.config.js"] = """
            // The page, as html-webpack-plugin writes it.
            const { Compilation, sources } = require('webpack');
            const tag = file => file.endsWith('.css') ? `<link rel=stylesheet href=/${file}>` : `<script defer src=/${file}></script>`;
            const page = compiler => compiler.hooks.thisCompilation.tap('page', compilation => compilation.hooks.processAssets.tap(
              { name: 'page', stage: Compilation.PROCESS_ASSETS_STAGE_REPORT },
              () => compilation.emitAsset('index.html', new sources.RawSource('<!doctype html>' + compilation.entrypoints.get('main').getFiles().map(tag).join('')))));
            module.exports = ({ mode, clean, hash }) => ({
              mode, experiments: { css: true }, plugins: [page],
              output: { clean: clean === 'true', filename: `[name].[${hash}].js`, cssFilename: `[name].[${hash}].css` },
            });
            """,
    });

    public void Dispose() => Directory.Delete(_project, recursive: true);

    [Theory]
    [InlineData("production", "true")]
    [InlineData("production", "false")]
    [InlineData("development", "true")]
    public async Task ContentHash_SavedStyleSheet_IsSwapped_AndAScriptReloads(string mode, string clean)
    {
        var before = await BuildAsync(mode, clean);
        await using var parts = await WatchAsync();

        File.WriteAllText(Path.Combine(_project, "src", "style.css"), "h1 { color: blue }");
        var after = await BuildAsync(mode, clean);
        Assert.NotEqual(before, after);
        var (command, args) = await parts.WalkAsync();
        Assert.Equal("css", command);
        Assert.Contains($$"""
            "renamed":{"/{{before}}":"/{{after}}"}
            """, args, StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(_project, "src", "index.js"), "import './style.css'; document.title = 'two'");
        Assert.Equal(after, await BuildAsync(mode, clean));
        Assert.Equal("reload", (await parts.WalkAsync()).Command);
    }

    [Fact]
    public async Task FullHash_SavedStyleSheet_Reloads()
    {
        await BuildAsync("production", "true", "fullhash");
        await using var parts = await WatchAsync();

        File.WriteAllText(Path.Combine(_project, "src", "style.css"), "h1 { color: blue }");
        await BuildAsync("production", "true", "fullhash");

        Assert.Equal("reload", (await parts.WalkAsync()).Command);
    }

    private async Task<ReloadParts> WatchAsync()
    {
        var parts = new ReloadParts(new LiveReloadOptions { Directory = Path.Combine(_project, "dist"), Polling = true }, new FakeTime());
        await parts.WatchAsync();
        return parts;
    }

    /// <summary>Runs webpack; returns the name of the style sheet that its page names.</summary>
    private async Task<string> BuildAsync(string mode, string clean, string hash = "contenthash")
    {
        var cli = Path.Combine(DevPackages.Folder, "node_modules/webpack-cli/bin/cli.js");
        using var webpack = Process.Start(new ProcessStartInfo("node", [cli, "--env", $"mode={mode}", "--env", $"clean={clean}", "--env", $"hash={hash}"])
        {
            WorkingDirectory = _project,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var output = await webpack.StandardOutput.ReadToEndAsync();
        await webpack.WaitForExitAsync();
        Assert.True(webpack.ExitCode == 0, output);

        var page = await File.ReadAllTextAsync(Path.Combine(_project, "dist", "index.html"));
        return Named().Match(page) is { Success: true } sheet ? sheet.Value : throw new InvalidOperationException($"No hashed style sheet in {page}");
    }

    [GeneratedRegex("main\\.[0-9a-f]{20}\\.css")]
    private static partial Regex Named();
}
