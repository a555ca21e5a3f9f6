using System.Diagnostics;
using System.Text.Json;
using Bridge.Cli.Tests.Terminal;

namespace Bridge.Cli.Tests.Running;

/// <summary>The way of the certificate to a phone, from the terminal of a real relay.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-trust-").FullName;

    private string State => Path.Combine(_folder, "state");

    private string Data => Path.Combine(_folder, "data");

    [Fact]
    public async Task PairCa_QrCodeInTheTerminal_IsReadByAScannerAndLeadsToTheCertificate()
    {
        await using var relay = Start();
        var ready = JsonElement.Parse(await relay.LineAsync("ready"));
        var (code, output, _) = await BridgeProcess.RunAsync(State, "pair", "--ca");
        Assert.Equal(0, code);
        var modules = output.Split('\n').Where(line => line.Length > 20 && line.All(c => c is ' ' or '█' or '▀' or '▄')).Select(line => line[2..]).ToList();
        var picture = Path.Combine(_folder, "qr.pgm");
        TerminalPicture.Save(picture, modules, darkTerminal: true);
        var address = await ScanAsync(picture);
        Assert.Equal(ready.GetProperty("device").GetString() + "/_bridge/ca", address);

        using var http = new HttpClient();
        var page = await http.GetStringAsync(new Uri(address));
        var fingerprint = output.Split('\n').Single(line => line.Contains("SHA-256", StringComparison.Ordinal)).Trim().Split("   ")[0]["SHA-256 ".Length..];
        Assert.Contains(fingerprint, page, StringComparison.Ordinal);
        Assert.Contains(fingerprint.Replace(" ", "", StringComparison.Ordinal), (await BridgeProcess.RunAsync(State, "ca", "--data", Data)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PairCa_WithoutTls_SaysThatThereIsNothingToInstall()
    {
        await using var relay = Start("--no-tls");
        await relay.LineAsync("ready");
        var (code, output, error) = await BridgeProcess.RunAsync(State, "pair", "--ca");
        Assert.Equal(4, code);
        Assert.Empty(output);
        Assert.Contains("--no-tls", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private BridgeProcess Start(params IEnumerable<string> flags) => BridgeProcess.Start(
        State, ["relay", "--local", "--json", "--data", Data, "--device-port", "0", "--device-tls-port", "0", "--console-port", "0", "--mqtt-port", "0", .. flags]);

    private static async Task<string> ScanAsync(string picture)
    {
        using var scanner = Process.Start(new ProcessStartInfo("zbarimg", ["--quiet", "--nodbus", "--raw", picture]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var text = await scanner.StandardOutput.ReadToEndAsync();
        await scanner.WaitForExitAsync();
        return text.TrimEnd();
    }
}
