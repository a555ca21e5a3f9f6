using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Bridge.E2E.Tests.Harness;

/// <summary>A developer's desktop browser with the web console in it.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private Desk(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>Errors of the console itself; a policy violation is one.</summary>
    public ConcurrentQueue<string> Errors { get; } = [];

    public static async Task<Desk> OpenAsync(Chromium chromium, string consoleUrl, string? before = null, Action<IPage>? watch = null)
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 720 } });
        context.SetDefaultTimeout((float)Until.Limit.TotalMilliseconds);
        var page = await context.NewPageAsync();
        var desk = new Desk(context, page);
        page.PageError += (_, error) => desk.Errors.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal) || message.Text.Contains("Trusted", StringComparison.Ordinal))
            {
                desk.Errors.Enqueue(message.Text);
            }
        };
        watch?.Invoke(page);
        if (before is not null)
        {
            await page.AddInitScriptAsync(before); // Runs before the console's own script.
        }

        await page.GotoAsync(consoleUrl);
        return desk;
    }

    /// <summary>Waits until history has been read and the console is live.</summary>
    public Task LiveAsync() => Page.WhenAsync("window.__bridgeConsole?.connection() === 'live'");

    /// <summary>Waits until the log shows a text.</summary>
    public Task ShowsAsync(string text) => Page.GetByText(text).First.WaitForAsync();

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
