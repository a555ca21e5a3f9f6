using System.Diagnostics;
using System.Net;
using Bridge.E2E.Tests.Harness;

namespace Bridge.E2E.Tests;

/// <summary>How a phone gets in, and who doesn't.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PairingTests(Chromium chromium) : IAsyncLifetime
{
    private RelayProcess _relay = null!;
    private RelayApi _api = null!;

    public async Task InitializeAsync()
    {
        _relay = await RelayProcess.ServeAsync(Path.Combine(AppContext.BaseDirectory, "Pages", "site"));
        _api = new RelayApi(_relay.Console);
    }

    public async Task DisposeAsync()
    {
        _api.Dispose();
        await _relay.DisposeAsync();
    }

    [Fact]
    public async Task Scan_AddressFromTheQrCode_LandsOnTheSiteWithTheTicketGone()
    {
        await using var phone = await Phone.NewAsync(chromium);

        await phone.PairAsync(_relay.PairUrl);

        Assert.Equal(_relay.Device.ToString(), phone.Page.Url);
        Assert.Equal("Feature page", await phone.Page.TitleAsync());
        Assert.Equal("", await phone.Page.EvaluateAsync<string>("document.cookie")); // the page's scripts don't see the credential
        Assert.Contains("/_bridge/bridge.js", await phone.Page.ContentAsync(), StringComparison.Ordinal);
        await _api.DevicesAsync(1, "online");
    }

    [Fact]
    public async Task Visitor_NotPaired_SeesTheProductsIcon()
    {
        await using var phone = await Phone.NewAsync(chromium);
        await phone.Page.GotoAsync(_relay.Device.ToString());

        var mark = await phone.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.mark')).backgroundImage");
        var width = await phone.Page.EvaluateAsync<int>(
            "new Promise(done => { const icon = new Image(); icon.onload = () => done(icon.naturalWidth); icon.onerror = () => done(0); icon.src = document.querySelector('link[rel=icon]').href; })");

        Assert.Contains("/_bridge/icon.svg", mark, StringComparison.Ordinal);
        Assert.True(width > 0, "the page's own policy lets it in");
    }

    [Fact]
    public async Task Scan_QrCodeInTheWebConsole_IsReadByAScanner()
    {
        await using var desk = await Desk.OpenAsync(chromium, _relay.ConsoleUrl);
        var picture = Path.Combine(Path.GetTempPath(), $"qr-{Guid.NewGuid():n}.png");
        await Until.Async("the empty console's QR code is drawn and can be read", async () =>
        {
            await desk.Page.ScreenshotAsync(new() { Path = picture });
            return (await ScanAsync(picture)).StartsWith("http", StringComparison.Ordinal);
        });
        var url = await ScanAsync(picture);
        File.Delete(picture);
        await using var phone = await Phone.NewAsync(chromium, ignoreCertificates: true);

        await phone.PairAsync(url);

        Assert.Equal("Feature page", await phone.Page.TitleAsync());
    }

    [Fact]
    public async Task Certificate_InTheWebConsole_IsReadByAScannerAndCarriesTheFingerprint()
    {
        await using var desk = await Desk.OpenAsync(chromium, _relay.ConsoleUrl);
        await desk.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Certificate" }).ClickAsync();
        await desk.Page.GetByLabel("QR code of the certificate's page").WaitForAsync();
        var picture = Path.Combine(Path.GetTempPath(), $"qr-{Guid.NewGuid():n}.png");
        await desk.Page.ScreenshotAsync(new() { Path = picture });

        var url = await ScanAsync(picture);

        File.Delete(picture);
        Assert.Equal(new Uri(_relay.Device, "/_bridge/ca").ToString(), url);
        using var http = new HttpClient();
        Assert.Contains(await desk.Page.InnerTextAsync(".pair-print"), await http.GetStringAsync(new Uri(url)), StringComparison.Ordinal);
        await desk.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Other page" }).ClickAsync();
        Assert.Contains("--allow-origin", await desk.Page.InnerTextAsync(".pair-wide"), StringComparison.Ordinal);
        Assert.Empty(desk.Errors);
    }

    [Fact]
    public async Task Type_Code_PairsLikeAScan()
    {
        var code = (await _api.TicketAsync()).GetProperty("code").GetString()!;
        await using var phone = await Phone.NewAsync(chromium);

        await phone.Page.GotoAsync(_relay.Device.ToString());
        await phone.Page.FillAsync("#code", $"{code[..4].ToLowerInvariant()} {code[4..]}");
        await phone.Page.ClickAsync("button");

        await phone.Page.WhenAsync("document.title === 'Feature page'");
    }

    [Theory]
    [InlineData("//elsewhere.example/x")]
    [InlineData("/_bridge/pair?to=%2F.%2F%2Felsewhere.example%2Fx")]
    [InlineData("/_bridge/pair?to=http%3A%2F%2Felsewhere.example%2Fx")]
    public async Task Pair_AtAnAddressThatNamesAnotherHost_StaysHere(string address)
    {
        await using var phone = await Phone.NewAsync(chromium);

        await phone.Page.GotoAsync(_relay.Device.GetLeftPart(UriPartial.Authority) + address + new Uri(_relay.PairUrl).Fragment);

        await phone.Page.WhenAsync("!document.getElementById('status')"); // gone on
        Assert.Equal(_relay.Device.Authority, await phone.Page.EvaluateAsync<string>("location.host"));
    }

    [Fact]
    public async Task Claim_UsedTicket_IsRefusedInWords()
    {
        await using var first = await Phone.NewAsync(chromium);
        await first.PairAsync(_relay.PairUrl);
        await using var second = await Phone.NewAsync(chromium);

        await second.Page.GotoAsync(_relay.PairUrl);

        await second.Page.WhenAsync("document.getElementById('status').className === 'bad'");
        Assert.Contains("used", await second.Page.TextContentAsync("#status"), StringComparison.Ordinal);
        Assert.DoesNotContain("#", second.Page.Url, StringComparison.Ordinal);
        Assert.Single(await _api.DevicesAsync());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/page.js")]
    [InlineData("/style.css")]
    [InlineData("/_bridge/bridge.js")]
    [InlineData("/_bridge/ca.key")]
    [InlineData("/_bridge/secure")]
    [InlineData("/_bridge/anything")]
    public async Task Visit_Unpaired_GetsThePairingPageAndNothingOfTheSite(string path)
    {
        using var http = new HttpClient();
        var response = await http.GetAsync(new Uri(_relay.Device, path));
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.DoesNotContain("Feature page", body, StringComparison.Ordinal);
        Assert.DoesNotContain("logPlain", body, StringComparison.Ordinal);
        Assert.DoesNotContain("rgb(", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host", "evil.test")]
    [InlineData("Origin", "http://evil.test")]
    public async Task Visit_ForeignHostOrOrigin_IsRefusedOnEveryListener(string header, string value)
    {
        using var http = new HttpClient();
        foreach (var address in new[] { new Uri(_relay.Device, "/_bridge/pair"), new Uri(_relay.Console, "/"), new Uri(_relay.Console, "/api/info"), new Uri(_relay.Console, "/hubs/console") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation(header, value);
            Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(request)).StatusCode);
        }
    }

    [Fact]
    public async Task Console_WithoutLaunchOrToken_GetsNothing()
    {
        using var stranger = new RelayApi(_relay.Console, token: null);
        using var wrong = new RelayApi(_relay.Console, token: "wrong");
        foreach (var path in new[] { "/api/info", "/api/rooms", "/api/rooms/main/devices", "/api/rooms/main/stream" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.Http.GetAsync(path)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await wrong.Http.GetAsync(path)).StatusCode);
        }
    }

    [Fact]
    public async Task Launch_SameAddressTwice_WorksOnce()
    {
        await using var first = await Desk.OpenAsync(chromium, _relay.ConsoleUrl);
        await first.LiveAsync();
        await using var second = await Desk.OpenAsync(chromium, _relay.ConsoleUrl);

        await second.Page.WhenAsync("window.__bridgeConsole?.connection() === 'unauthorised'");
        Assert.Contains("bridge open", await second.Page.InnerTextAsync("body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_Device_IsCutOffAtOnceAndPairsAnewOnly()
    {
        await using var phone = await Phone.NewAsync(chromium);
        await phone.PairAsync(_relay.PairUrl);
        var device = (await _api.DevicesAsync(1, "online"))[0].GetProperty("device").GetString()!;

        (await _api.Http.DeleteAsync($"/api/rooms/main/devices/{device}")).EnsureSuccessStatusCode();

        Assert.Empty(await _api.DevicesAsync());
        await phone.Page.ReloadAsync();
        Assert.Contains("Pair", await phone.Page.TitleAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_SecondTime_IsTheSameDevice()
    {
        await using var phone = await Phone.NewAsync(chromium);
        await phone.PairAsync(_relay.PairUrl);
        var before = (await _api.DevicesAsync(1, "online"))[0].GetProperty("device").GetString();

        await phone.PairAsync(await _api.PairUrlAsync());

        Assert.Equal(before, (await _api.DevicesAsync()).Single().GetProperty("device").GetString());
    }

    [Fact]
    public async Task Secure_PairedOverHttp_IsTakenToHttpsAsTheSameDevice()
    {
        await using var phone = await Phone.NewAsync(chromium, ignoreCertificates: true);
        await phone.PairAsync(_relay.PairUrl);
        await _api.DevicesAsync(1, "online");

        await phone.Page.GotoAsync(new Uri(_relay.Device, "/_bridge/secure?to=%2Findex.html%3Fa%3D1").ToString());

        await phone.Page.WaitForURLAsync(new Uri(_relay.DeviceTls, "/index.html?a=1").ToString());
        Assert.True(await phone.Page.EvaluateAsync<bool>("isSecureContext"));
        await Until.Async("the one device is on https", async () =>
            (await _api.DevicesAsync()).Single() is var device && device.TryGetProperty("url", out var url) && url.GetString()!.StartsWith(_relay.DeviceTls.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("//evil.test/")]
    [InlineData("https://evil.test/")]
    [InlineData("/\\evil.test/")]
    [InlineData("javascript:alert(1)")]
    public async Task Secure_AskedToLeadElsewhere_StaysOnTheRelay(string to)
    {
        await using var phone = await Phone.NewAsync(chromium, ignoreCertificates: true);
        await phone.PairAsync(_relay.PairUrl);

        await phone.Page.GotoAsync(new Uri(_relay.Device, "/_bridge/secure?to=" + Uri.EscapeDataString(to)).ToString());

        await phone.Page.WaitForURLAsync(url => !url.Contains("/_bridge/pair", StringComparison.Ordinal));
        Assert.StartsWith(_relay.DeviceTls.ToString(), phone.Page.Url, StringComparison.Ordinal);
    }

    private static async Task<string> ScanAsync(string picture)
    {
        using var scanner = Process.Start(new ProcessStartInfo("zbarimg", ["--quiet", "--raw", picture]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var read = (await scanner.StandardOutput.ReadToEndAsync()).Trim();
        await scanner.WaitForExitAsync();
        return read;
    }
}
