namespace Bridge.Cli.Trust;

/// <summary>The system's list on Debian and its kin: a file beside others, and update-ca-certificates. For curl, .NET, Node and the like; needs root.</summary>
internal sealed class SystemStore : ITrustStore
{
    private const string Program = "update-ca-certificates";
    private const string Package = "ca-certificates";
    private const string CertificateFile = "/usr/local/share/ca-certificates/devicebridge.crt";

    public string Name => $"the system ({CertificateFile})";

    public async Task InstallAsync(string pem, CancellationToken cancellation)
    {
        Change(() => File.WriteAllText(CertificateFile, pem + "\n"));
        await UpdateAsync(cancellation);
    }

    public async Task<bool> UninstallAsync(CancellationToken cancellation)
    {
        if (!File.Exists(CertificateFile))
        {
            return false;
        }

        Change(() => File.Delete(CertificateFile));
        await UpdateAsync(cancellation);
        return true;
    }

    private static void Change(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new CommandFailedException(ExitCodes.Usage, $"{CertificateFile} can't be changed: {e.Message} The system's list needs root: run this with sudo, and with --data for your data folder.");
        }
    }

    private static async Task UpdateAsync(CancellationToken cancellation)
    {
        var (code, _, error) = await TrustTool.RunAsync(Program, Package, "", cancellation);
        if (code != 0)
        {
            throw new CommandFailedException(ExitCodes.Refused, $"{Program} failed: {error.Trim()}");
        }
    }
}
