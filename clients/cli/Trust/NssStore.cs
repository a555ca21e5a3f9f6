namespace Bridge.Cli.Trust;

/// <summary>The list of Chromium or of one Firefox profile: an NSS database, kept with certutil.</summary>
/// <param name="owner">Whose it is.</param>
/// <param name="folder">The folder of its <c>cert9.db</c>; made where it isn't there.</param>
/// <param name="nickname">The name under which NSS keeps the authority: its common name.</param>
internal sealed class NssStore(string owner, string folder, string nickname) : ITrustStore
{
    private const string Program = "certutil";
    private const string Package = "libnss3-tools";
    private const int MostOfOneName = 50; // authorities that were made anew have the same name

    public string Name => $"{owner} ({folder})";

    public async Task InstallAsync(string pem, CancellationToken cancellation)
    {
        if (!File.Exists(Path.Combine(folder, "cert9.db")))
        {
            Directory.CreateDirectory(folder);
            await MustAsync("", cancellation, "-N", "--empty-password");
        }

        // C: trusted to issue servers' certificates, and nothing else.
        await MustAsync(pem, cancellation, "-A", "-n", nickname, "-t", "C,,", "-a");
    }

    public async Task<bool> UninstallAsync(CancellationToken cancellation)
    {
        var found = 0;
        while (File.Exists(Path.Combine(folder, "cert9.db")) && found < MostOfOneName && await HasAsync(cancellation))
        {
            await MustAsync("", cancellation, "-D", "-n", nickname);
            found++;
        }

        return found > 0;
    }

    private async Task<bool> HasAsync(CancellationToken cancellation) =>
        (await TrustTool.RunAsync(Program, Package, "", cancellation, ["-L", "-n", nickname, "-d", $"sql:{folder}"])).Code == 0;

    private async Task MustAsync(string input, CancellationToken cancellation, params IEnumerable<string> arguments)
    {
        var (code, _, error) = await TrustTool.RunAsync(Program, Package, input, cancellation, [.. arguments, "-d", $"sql:{folder}"]);
        if (code != 0)
        {
            throw new CommandFailedException(ExitCodes.Refused, $"{Name} could not be changed: {error.Trim()}");
        }
    }
}
