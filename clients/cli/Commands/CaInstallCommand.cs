using System.CommandLine;
using Bridge.Server.Security.Certificates;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge ca install</c>.</summary>
internal sealed class CaInstallCommand : CaTrustCommand
{
    private readonly Option<string?> _data;

    public CaInstallCommand(Surroundings surroundings)
        : base("install", "Lets this machine's browsers, or its system, trust the authority; makes the authority if there is none.", surroundings) =>
        _data = DataOption.AddTo(this);

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge ca install", "your browsers: Chromium and its kin, each Firefox profile; asks first"),
        new("sudo bridge ca install --system --data ~/.local/share/devicebridge --yes", "the system, for a script"),
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var stores = Stores(arguments);
        var authority = new AuthorityFolder(DataOption.Folder(arguments, _data));
        Confirm(arguments, $"This adds the authority \"{AuthorityFolder.Name}\", which vouches for this machine's names and private addresses only, to", stores);
        var pem = "";
        CaFault.Explain(() => pem = authority.Export(Surroundings.Time));
        foreach (var store in stores)
        {
            await store.InstallAsync(pem, cancellation);
        }

        Screen.Say("Done. A browser that is open sees it when it starts anew; 'bridge ca uninstall' takes it back.");
        return ExitCodes.Done;
    }
}
