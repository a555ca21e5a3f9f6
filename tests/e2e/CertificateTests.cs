using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.E2E.Tests.Harness;

namespace Bridge.E2E.Tests;

/// <summary>The certificates of the https address through the real command: one that was given, and the way of the relay's own to a phone.</summary>
[Collection(BrowserCollection.Name)]
public sealed class CertificateTests(Chromium chromium) : IDisposable
{
    private static readonly string Site = Path.Combine(AppContext.BaseDirectory, "Pages", "site");

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-cert-").FullName;

    private string CertificateFile => Path.Combine(_folder, "given.pem");

    [Fact]
    public async Task Cert_FileIsReplacedWhileRunning_IsServedWithoutARestart()
    {
        var first = Write("localhost");
        await using var relay = await RelayProcess.ServeAsync(Site, "--cert", CertificateFile, "--host", "localhost");
        Assert.Equal(first, await ServedAsync(relay));

        var second = Write("localhost");

        await Until.Async("the new certificate is served", async () => await ServedAsync(relay) == second);
        await relay.NoticeAsync("certificate-renewed");
    }

    [Fact]
    public async Task Cert_OtherName_WarnsAndHasNothingToInstall()
    {
        Write("app.example");
        await using var relay = await RelayProcess.ServeAsync(Site, "--cert", CertificateFile);
        using var http = new HttpClient();

        Assert.Contains("--host", (await relay.NoticeAsync("certificate-name")).GetProperty("text").GetString(), StringComparison.Ordinal);
        using var page = await http.GetAsync(new Uri(relay.Device, "/_bridge/ca"));
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Contains("--cert", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("--cert", (await relay.RunAsync("pair", "--ca")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cert_WithoutItsKey_EndsWithThreeAndSaysWhatIsMissing()
    {
        await File.WriteAllTextAsync(CertificateFile, Certificates.Make("localhost").ExportCertificatePem());

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => RelayProcess.ServeAsync(Site, "--cert", CertificateFile));

        Assert.Contains("Name the key's file with --key", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/_bridge/ca", "text/html")]
    [InlineData("/_bridge/ca.crt", "application/x-x509-ca-cert")]
    [InlineData("/_bridge/ca.mobileconfig", "application/x-apple-aspen-config")]
    public async Task Ca_UnpairedPhone_GetsItByHttp(string path, string contentType)
    {
        await using var relay = await RelayProcess.ServeAsync(Site);
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(relay.Device, path));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(contentType, answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1", "iPhone, iPad", "/_bridge/ca.mobileconfig")]
    [InlineData("Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 Chrome/156.0.0.0 Mobile Safari/537.36", "Android", "/_bridge/ca.crt")]
    public async Task Ca_OnAPhone_UnfoldsTheStepsOfItsSystem(string agent, string steps, string file)
    {
        await using var relay = await RelayProcess.ServeAsync(Site);
        await using var context = await chromium.Browser.NewContextAsync(new() { UserAgent = agent, ViewportSize = new() { Width = 390, Height = 844 } });
        var page = await context.NewPageAsync();

        await page.GotoAsync(new Uri(relay.Device, "/_bridge/ca").ToString());

        Assert.Equal(steps, await page.Locator("details[open] summary").InnerTextAsync());
        Assert.Equal(file, await page.Locator("a.button").First.GetAttributeAsync("href"));
        var fingerprint = (await page.Locator(".fingerprint").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains(fingerprint, (await relay.RunAsync("ca", "--data", relay.DataFolder)).Output, StringComparison.Ordinal);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<string> ServedAsync(RelayProcess relay)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", relay.DeviceTls.Port);
        var served = "";
        await using var tls = new SslStream(socket.GetStream(), false, (_, certificate, _, _) => (served = certificate!.GetCertHashString()).Length > 0);
        await tls.AuthenticateAsClientAsync("localhost");
        return served;
    }

    /// <summary>Writes a certificate with its key, in one step as renewers do, and returns its thumbprint.</summary>
    private string Write(string name)
    {
        using var certificate = Certificates.Make(name);
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(CertificateFile + ".new", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        File.Move(CertificateFile + ".new", CertificateFile, overwrite: true);
        return certificate.Thumbprint;
    }
}
