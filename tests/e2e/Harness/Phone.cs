using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Bridge.E2E.Tests.Harness;

/// <summary>A phone: a context with a phone's screen, touch and user agent, and Chromium's own sensor override.</summary>
internal sealed class Phone : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private Phone(IBrowserContext context, IPage page, ICDPSession devTools) => (_context, Page, DevTools) = (context, page, devTools);

    public IPage Page { get; }

    public ICDPSession DevTools { get; }

    public IBrowserContext Context => _context;

    /// <summary>The page's console lines and errors, as its own browser saw them.</summary>
    public ConcurrentQueue<string> Seen { get; } = [];

    public static Task<Phone> NewAsync(Chromium chromium, bool sensors = false, bool ignoreCertificates = false) => NewAsync(chromium.Browser, sensors, ignoreCertificates);

    public static async Task<Phone> NewAsync(IBrowser browser, bool sensors = false, bool ignoreCertificates = false)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            UserAgent = "Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36",
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
            HasTouch = true,
            IsMobile = true,
            IgnoreHTTPSErrors = ignoreCertificates,
        });
        context.SetDefaultTimeout((float)Until.Limit.TotalMilliseconds);
        var page = await context.NewPageAsync();
        var phone = new Phone(context, page, await context.NewCDPSessionAsync(page));
        page.Console += (_, message) => phone.Seen.Enqueue($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => phone.Seen.Enqueue($"uncaught: {error}");
        if (sensors)
        {
            await phone.EnableSensorsAsync();
        }

        return phone;
    }

    /// <summary>Opens the pairing address and ends on the site.</summary>
    public async Task PairAsync(string pairUrl)
    {
        await Page.GotoAsync(pairUrl);
        await Page.WaitForURLAsync(url => !url.Contains("/_bridge/pair", StringComparison.Ordinal));
    }

    /// <summary>Linear acceleration in m/s²; gravity is added for accelerationIncludingGravity.</summary>
    public async Task SetAccelerationAsync(double x, double y, double z)
    {
        await ReadAsync("linear-acceleration", new { xyz = new { x, y, z } });
        await ReadAsync("accelerometer", new { xyz = new { x, y, z = z + 9.8 } });
    }

    /// <summary>In rad/s.</summary>
    public Task SetRotationAsync(double x, double y, double z) => ReadAsync("gyroscope", new { xyz = new { x, y, z } });

    /// <summary>Waits until its own browser's console has said something: it tells of it when it likes.</summary>
    public Task SeesAsync(params IEnumerable<string> words) => Until.Async(
        $"the page's console says {string.Join(" … ", words)}", () => Task.FromResult(Seen.Any(line => words.All(word => line.Contains(word, StringComparison.Ordinal)))));

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    private async Task EnableSensorsAsync()
    {
        foreach (var type in new[] { "accelerometer", "linear-acceleration", "gyroscope" })
        {
            await SendAsync("Emulation.setSensorOverrideEnabled", new { enabled = true, type, metadata = new { available = true } });
        }

        await SetAccelerationAsync(0, 0, 0);
        await SetRotationAsync(0, 0, 0);
    }

    private Task<JsonElement?> ReadAsync(string type, object reading) => SendAsync("Emulation.setSensorOverrideReadings", new { type, reading });

    private Task<JsonElement?> SendAsync(string method, object arguments) => DevTools.SendAsync(
        method,
        JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(property => property.Name, property => (object)property.Value));
}
