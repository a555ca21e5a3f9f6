using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Bridge.E2E.Tests.Harness;

namespace Bridge.E2E.Tests;

/// <summary>Keys at the terminal in which a relay runs: a pseudo-terminal, by script(1).</summary>
public sealed partial class TerminalKeyTests : IDisposable
{
    private const char ControlC = '\x03';

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-keys-").FullName;

    [Fact]
    public async Task C_RelayWithAnAuthority_ShowsWhereItsCertificateIsAndTheFingerprintToCompare()
    {
        await using var terminal = Start();
        await terminal.LineWithAsync("c: QR code of the certificate");

        await terminal.TypeAsync('c');

        var address = After("Or open there  ", await terminal.LineWithAsync("Or open there")).Split(' ')[0];
        var fingerprint = After("SHA-256 ", await terminal.LineWithAsync("SHA-256 ")).Split("   ")[0];
        Assert.Equal(32, fingerprint.Split(' ').Length);
        using var phone = new HttpClient();
        Assert.EndsWith("/_bridge/ca", address, StringComparison.Ordinal);
        Assert.Contains(fingerprint, await phone.GetStringAsync(new Uri(address)), StringComparison.Ordinal); // not paired yet
        await EndAsync(terminal);
    }

    [Fact]
    public async Task C_RelayWithoutHttps_IsNotOfferedAndDoesNothing()
    {
        await using var terminal = Start("--no-tls");
        Assert.DoesNotContain("c:", await terminal.LineWithAsync("p: QR code for another phone"), StringComparison.Ordinal);

        await terminal.TypeAsync('c');
        await terminal.TypeAsync('p');

        string said;
        do
        {
            said = await terminal.LineAsync();
        }
        while (!Words().IsMatch(said)); // past the code
        Assert.Contains("Scan it with the phone's camera", said, StringComparison.Ordinal); // what p says: c has said nothing
        await EndAsync(terminal);
    }

    [Fact]
    public async Task P_RelayThatRuns_ShowsATicketForAnotherPhone()
    {
        await using var terminal = Start();
        var first = new Uri(After("Or copy the address  ", await terminal.LineWithAsync("Or copy the address")));
        await terminal.LineWithAsync("p: QR code for another phone");

        await terminal.TypeAsync('p');

        var second = new Uri(After("Or copy the address  ", await terminal.LineWithAsync("Or copy the address")));
        foreach (var address in new[] { first, second })
        {
            using var phone = new HttpClient();
            using var claim = await phone.PostAsJsonAsync(new Uri(address, "/_bridge/pair/claim"), new { ticket = address.Fragment[1..] });
            Assert.Equal(HttpStatusCode.OK, claim.StatusCode);
        }

        await EndAsync(terminal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Tool Start(params IEnumerable<string> flags)
    {
        string[] relay =
        [
            "dotnet", Path.Combine(AppContext.BaseDirectory, "bridge.dll"), "relay", "--local", "--data", Path.Combine(_folder, "data"),
            "--device-port", "0", "--device-tls-port", "0", "--console-port", "0", "--mqtt-port", "0", .. flags,
        ];
        // The relay becomes the terminal's only process: a shell that stayed would be interrupted by Ctrl-C too, and answer in its place.
        var command = "exec " + string.Join(' ', relay.Select(word => $"'{word}'"));
        return Tool.Start(
            "env", "NO_COLOR=1", "TERM=dumb", "SHELL=/bin/sh", $"XDG_STATE_HOME={Path.Combine(_folder, "state")}",
            "script", "--quiet", "--return", "--flush", "--command", command, "/dev/null");
    }

    private static async Task EndAsync(Tool terminal)
    {
        await terminal.TypeAsync(ControlC);
        Assert.Equal(0, (await terminal.EndAsync()).ExitCode);
    }

    [GeneratedRegex("[a-z]{4}")]
    private static partial Regex Words();

    private static string After(string words, string line) => line[(line.IndexOf(words, StringComparison.Ordinal) + words.Length)..];
}
