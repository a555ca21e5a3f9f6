using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.E2E.Tests.Harness;
using Microsoft.Playwright;

namespace Bridge.E2E.Tests;

/// <summary>
/// The authority in a browser's trust, by <c>bridge ca install</c>: what a phone gets that has installed it, and that it vouches for
/// no more than it says. Chromium with its own NSS database, nothing ignored.
/// </summary>
[Collection(BrowserCollection.Name)]
public sealed class TrustTests : IAsyncLifetime
{
    private readonly string _home = Directory.CreateTempSubdirectory("bridge-home-").FullName;

    // By the host's .local name, which leads to its address in the local network: Chromium deems a page there secure for its https alone.
    private static readonly string HostName = $"{Environment.MachineName.ToLowerInvariant()}.local";
    private static readonly string ResolveHost = $"--host-resolver-rules=MAP {HostName} {LanAddress()}";

    private RelayProcess _relay = null!;
    private RelayApi _api = null!;

    public async Task InitializeAsync()
    {
        _relay = await RelayProcess.ServeOnLanAsync(Path.Combine(AppContext.BaseDirectory, "Pages", "site"), _home, "--host", HostName);
        _api = new RelayApi(_relay.Console);
    }

    public async Task DisposeAsync()
    {
        _api.Dispose();
        await _relay.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task Https_AuthorityInstalled_IsASecureContextWithSixtyHertzAndTheChecklistSaysSo()
    {
        await InstallAsync();
        await using var trusting = await TrustingBrowser.StartAsync(_home, ResolveHost);
        await using var phone = await Phone.NewAsync(trusting.Browser, sensors: true);
        var ticket = (await _api.TicketAsync()).GetProperty("urls").GetProperty("https").GetString()!;

        await phone.PairAsync(ticket);

        Assert.StartsWith("https://", phone.Page.Url, StringComparison.Ordinal);
        Assert.True(await phone.Page.EvaluateAsync<bool>("isSecureContext"));
        await Until.Async("the console knows that motion comes from a secure page", async () =>
            (await _api.DevicesAsync(1, "online"))[0] is var device && device.TryGetProperty("sensors", out var sensors)
            && sensors.GetProperty("motion").GetString() == "on" && device.GetProperty("secure").GetBoolean());

        await phone.Page.GotoAsync(new Uri(_relay.DeviceTls, "/_bridge/check").ToString());
        foreach (var check in new[] { "reached", "certificate", "context", "sensor", "permission", "transport", "paired" })
        {
            await StateAsync(phone, check, "ok");
        }

        // The page goes on measuring: a moment in which the machine was busy passes.
        await phone.Page.WhenAsync("(hertz => hertz >= 50 && hertz <= 70)(parseInt(document.querySelector('#sensor p').textContent.split(' ')[2]))");
        Assert.Contains("Trusted", await phone.Page.InnerTextAsync("#certificate p"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_AuthorityInstalledAndUninstalled_IsRefused()
    {
        await InstallAsync();
        Assert.Equal(0, (await _relay.RunAsync("ca", "uninstall", "--yes")).ExitCode);
        await using var trusting = await TrustingBrowser.StartAsync(_home, ResolveHost);
        await using var phone = await Phone.NewAsync(trusting.Browser);

        var fault = await Assert.ThrowsAsync<PlaywrightException>(() => phone.Page.GotoAsync(_relay.DeviceTls.ToString()));

        Assert.Contains("ERR_CERT_AUTHORITY_INVALID", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relay.example.com", "ERR_CERT")]
    [InlineData("studio.local", "")]
    public async Task Https_LeafOfTheAuthorityForAnotherName_IsRefusedOutsideItsConstraints(string name, string refusal)
    {
        await InstallAsync();
        await using var server = await PageServer.StartAsync(SignLeaf(name));
        await using var trusting = await TrustingBrowser.StartAsync(_home, $"--host-resolver-rules=MAP {name} 127.0.0.1");
        await using var context = await trusting.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var fault = await Record.ExceptionAsync(() => page.GotoAsync($"https://{name}:{server.Port}/", new() { WaitUntil = WaitUntilState.Commit }));

        if (refusal.Length == 0)
        {
            Assert.Null(fault);
        }
        else
        {
            Assert.Contains(refusal, fault?.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("relay.example.com", false)]
    [InlineData("studio.local", true)]
    public async Task Verify_ByOpenSsl_HoldsLeavesToTheConstraints(string name, bool valid)
    {
        using var leaf = SignLeaf(name);
        var file = Path.Combine(_home, "leaf.pem");
        await File.WriteAllTextAsync(file, leaf.ExportCertificatePem());
        using var openssl = Process.Start(new ProcessStartInfo("openssl", ["verify", "-CAfile", Path.Combine(_relay.DataFolder, "ca.crt"), file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var said = await openssl.StandardOutput.ReadToEndAsync() + await openssl.StandardError.ReadToEndAsync();
        await openssl.WaitForExitAsync();

        Assert.Equal(valid, openssl.ExitCode == 0);
        Assert.Equal(!valid, said.Contains("permitted subtree violation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Https_ClickedThrough_WorksAndTheChecklistSaysSo()
    {
        await using var distrusting = await TrustingBrowser.StartAsync(_home, ResolveHost);
        await using var phone = await Phone.NewAsync(distrusting.Browser, sensors: true);
        await PairPastTheWarningAsync(phone);

        await phone.Page.GotoAsync(new Uri(_relay.DeviceTls, "/_bridge/check").ToString());

        await StateAsync(phone, "certificate", "warn");
        Assert.Contains("went on past the warning", await phone.Page.InnerTextAsync("#certificate p"), StringComparison.Ordinal);
        foreach (var check in new[] { "reached", "context", "sensor", "permission", "transport", "paired" })
        {
            await StateAsync(phone, check, "ok");
        }
    }

    [Fact]
    public async Task Https_ClickedThroughForPagesOnly_GoesOverHttpAndTheChecklistSaysSo()
    {
        await using var distrusting = await TrustingBrowser.StartAsync(_home, ResolveHost);
        await using var phone = await Phone.NewAsync(distrusting.Browser, sensors: true);

        // As on an iPhone, whose exception for a certificate holds for pages and not for sockets: these go to the relay by an address for
        // which nobody has made an exception, and the browser refuses them by the certificate.
        await phone.Page.AddInitScriptAsync($$"""
            window.WebSocket = class extends WebSocket { constructor(url, protocols) { super(String(url).replace("{{HostName}}", "{{LanAddress()}}"), protocols); } };
            """);
        await PairPastTheWarningAsync(phone);

        await Until.Async("it is connected over HTTP", async () =>
            (await _api.DevicesAsync(1, "online"))[0].TryGetProperty("transport", out var transport) && transport.GetString() == "http");
        await phone.SeesAsync("wss://", "ERR_CERT_AUTHORITY_INVALID");
        var device = (await _api.DevicesAsync(1, "online"))[0].GetProperty("device").GetString()!;
        Assert.Equal(2, (await _api.EvalAsync(device, "1 + 1")).GetProperty("value").GetProperty("value").GetInt32());

        await phone.Page.GotoAsync(new Uri(_relay.DeviceTls, "/_bridge/check").ToString());
        await StateAsync(phone, "certificate", "warn");
        await StateAsync(phone, "transport", "warn");
        Assert.Contains("HTTP", await phone.Page.InnerTextAsync("#transport p"), StringComparison.Ordinal);
    }

    private async Task PairPastTheWarningAsync(Phone phone)
    {
        var ticket = (await _api.TicketAsync()).GetProperty("urls").GetProperty("https").GetString()!;
        await Assert.ThrowsAsync<PlaywrightException>(() => phone.Page.GotoAsync(ticket)); // the warning
        await Until.Async("the warning was gone past, and the phone paired", async () =>
        {
            if (phone.Page.Url.StartsWith("chrome-error:", StringComparison.Ordinal))
            {
                await phone.Page.Keyboard.TypeAsync("thisisunsafe"); // what Chromium takes for a click on "proceed"
            }

            return phone.Page.Url == _relay.DeviceTls.ToString();
        });
    }

    private static Task StateAsync(Phone phone, string check, string state) => phone.Page.WhenAsync($"document.getElementById('{check}')?.dataset.state === '{state}'");

    private static IPAddress LanAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(nic => nic.GetIPProperties().UnicastAddresses.Select(unicast => unicast.Address))
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address)) ?? IPAddress.Loopback;

    private async Task InstallAsync()
    {
        var (code, _, error) = await _relay.RunAsync("ca", "install", "--yes", "--data", _relay.DataFolder);
        Assert.True(code == 0, error);
    }

    /// <summary>What somebody could sign who has stolen the key.</summary>
    private X509Certificate2 SignLeaf(string name)
    {
        using var authority = X509Certificate2.CreateFromPemFile(Path.Combine(_relay.DataFolder, "ca.crt"), Path.Combine(_relay.DataFolder, "ca.key"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=stolen", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var now = TimeProvider.System.GetUtcNow();
        using var signed = request.Create(authority, now.AddHours(-1), now.AddDays(1), [7, 7, 7]);
        return signed.CopyWithPrivateKey(key);
    }
}
