using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bridge.Faults;
using Bridge.Faults.Devices;
using Bridge.Faults.Relays;
using Bridge.Server.Journal;
using Microsoft.Playwright;

namespace Bridge.JournalBench;

/// <summary>A web console that is opened late: 100,000 lines until it is live, and until its oldest row can be scrolled to and read.</summary>
internal static class ReplayRun
{
    private const int Lines = 100_000;
    private const int LinesPerBatch = 100;
    private const int Runs = 5;

    public static async Task PrintAsync()
    {
        using var folder = new TemporaryFolder();
        await using (await RelayProcess.StartAsync(folder.Path))
        {
            // Makes the database.
        }

        await FillAsync(folder.Path);
        await using var relay = await RelayProcess.StartAsync(folder.Path);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("BRIDGE_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var times = new List<(double Live, double Scrolled)>();
        for (var run = 0; run <= Runs; run++)
        {
            times.Add(await OpenAsync(browser, relay));
        }

        times.RemoveAt(0); // The first one compiles.
        Console.WriteLine($"{Lines:N0} lines into a web console, from navigation, median of {Runs}: live after {Median(times, time => time.Live):F0} ms, scrolled to the oldest and back after {Median(times, time => time.Scrolled):F0} ms");
    }

    private static double Median(List<(double Live, double Scrolled)> times, Func<(double Live, double Scrolled), double> of) => times.Select(of).Order().ElementAt(times.Count / 2);

    private static async Task FillAsync(string folder)
    {
        await using var archive = JournalArchive.Open(folder);
        for (long seq = 0; seq < Lines; seq += LinesPerBatch)
        {
            var items = Enumerable.Range(0, LinesPerBatch).Select(i => new JournalItem(Encoding.UTF8.GetBytes(LoggingDevice.Line(seq + i)), JournalLevel.Log, "line")).ToList();
            await archive.Journal.AppendAsync(new JournalBatch("main", "d1", "page1", "log", seq, 1_772_366_400_000, items));
        }
    }

    private static async Task<(double Live, double Scrolled)> OpenAsync(IBrowser browser, RelayProcess relay)
    {
        using var console = relay.ConsoleClient();
        using var launched = await console.PostAsync("api/launches", null);
        var url = (await launched.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("url").GetString()!;
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 720 } });
        var page = await context.NewPageAsync();
        var began = Stopwatch.GetTimestamp();
        await page.GotoAsync(url, new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await UntilAsync(page, $"window.__bridgeConsole?.connection() === 'live' && window.__bridgeConsole.log().rows >= {Lines}");
        var live = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await ScrollAsync(page, "0", "line 0 ");
        await ScrollAsync(page, "1e9", $"line {Lines - 1} ");
        return (live, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private static async Task ScrollAsync(IPage page, string to, string text)
    {
        await page.EvaluateAsync($"document.getElementById('log').scrollTop = {to}");
        await UntilAsync(page, $"[...document.querySelectorAll('#log .row')].some(row => row.textContent.includes('{text}'))");
    }

    /// <summary>The console's policy forbids the eval that Playwright's own wait needs.</summary>
    private static Task UntilAsync(IPage page, string expression) => Until.TrueAsync(expression, () => page.EvaluateAsync<bool>(expression));
}
