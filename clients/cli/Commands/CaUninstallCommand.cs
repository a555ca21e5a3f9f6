using System.CommandLine;
using Bridge.Server.Security.Certificates;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge ca uninstall</c>.</summary>
internal sealed class CaUninstallCommand(Surroundings surroundings)
    : CaTrustCommand("uninstall", "Takes the authority out of the lists that 'bridge ca install' puts it into.", surroundings)
{
    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge ca uninstall", "out of your browsers; asks first"),
        new("sudo bridge ca uninstall --system --yes", "out of the system's list"),
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var stores = Stores(arguments);
        Confirm(arguments, $"This takes every authority with the name \"{AuthorityFolder.Name}\", also those of other data folders, out of", stores);
        foreach (var store in stores)
        {
            Screen.Say(await store.UninstallAsync(cancellation) ? $"Taken out of {store.Name}." : $"It is not in {store.Name}.");
        }

        return ExitCodes.Done;
    }
}
