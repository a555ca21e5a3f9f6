using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Bridge.Server.Security.Certificates;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge ca</c>.</summary>
internal sealed class CaCommand : BridgeCommand
{
    private readonly Option<string?> _data;

    public CaCommand(Surroundings surroundings)
        : base("ca", "Shows the certificate authority of the https address; installs, exports or removes it.", surroundings)
    {
        _data = DataOption.AddTo(this);
        Subcommands.Add(new CaInstallCommand(surroundings));
        Subcommands.Add(new CaUninstallCommand(surroundings));
        Subcommands.Add(new CaExportCommand(surroundings));
        Subcommands.Add(new CaRemoveCommand(surroundings));
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge ca", "which certificate it is, and how to install it"),
        new("bridge ca install", "let this machine's browsers trust it"),
        new("bridge ca export devicebridge-ca.crt", "the certificate in a file, to install by hand"),
        new("bridge ca remove", "delete certificate and key"),
    ];

    public override IReadOnlyList<string> Notes => CaSteps.Lines;

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var authority = new AuthorityFolder(DataOption.Folder(arguments, _data));
        CaFault.Explain(() => Show(authority));
        return Task.FromResult(ExitCodes.Done);
    }

    private void Show(AuthorityFolder authority)
    {
        using var certificate = authority.Certificate()
            ?? throw new CommandFailedException(ExitCodes.Unreadable, "There is no certificate authority yet: a relay makes one when it starts, and so does 'bridge ca export'.");
        Screen.WriteLine($"{certificate.Subject}, until {certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
        Screen.WriteLine($"SHA-256 {Convert.ToHexString(certificate.GetCertHash(HashAlgorithmName.SHA256))}");
        Screen.WriteLine($"in {authority.CertificatePath}");
        Screen.WriteLine();
        foreach (var line in CaSteps.Lines)
        {
            Screen.WriteLine(line);
        }
    }
}
