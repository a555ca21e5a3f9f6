using System.Collections;
using Microsoft.Playwright;

namespace Bridge.E2E.Tests.Harness;

/// <summary>A Chromium with a home folder of its own, and so with its own list of trusted authorities; no certificate check is switched off.</summary>
internal sealed class TrustingBrowser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;

    private TrustingBrowser(IPlaywright playwright, IBrowser browser, string home) => (_playwright, Browser, Home) = (playwright, browser, home);

    public IBrowser Browser { get; }

    public string Home { get; }

    public static async Task<TrustingBrowser> StartAsync(string home, params IEnumerable<string> more)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            Timeout = (float)Until.Limit.TotalMilliseconds,
            ExecutablePath = Environment.GetEnvironmentVariable("BRIDGE_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server", .. more],
            Env = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .Where(variable => !((string)variable.Key).StartsWith("XDG_", StringComparison.Ordinal))
                .Select(variable => KeyValuePair.Create((string)variable.Key, (string)variable.Value!)).Append(KeyValuePair.Create("HOME", home))
                .GroupBy(variable => variable.Key).ToDictionary(same => same.Key, same => same.Last().Value),
        });
        return new TrustingBrowser(playwright, browser, home);
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.CloseAsync();
        _playwright.Dispose();
    }
}
