using System.CommandLine;
using Bridge.Server.Security.Certificates;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge ca remove</c>.</summary>
internal sealed class CaRemoveCommand : BridgeCommand
{
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Don't ask." };
    private readonly Option<string?> _data;

    public CaRemoveCommand(Surroundings surroundings)
        : base("remove", "Deletes the authority's certificate and key from the data folder.", surroundings)
    {
        Options.Add(_yes);
        _data = DataOption.AddTo(this);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge ca remove", "says what it means, and asks"),
        new("bridge ca remove --yes", "for a script"),
    ];

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var authority = new AuthorityFolder(DataOption.Folder(arguments, _data));
        if (!authority.Exists)
        {
            Screen.Say($"There is no certificate authority in {Path.GetDirectoryName(authority.CertificatePath)}.");
            return Task.FromResult(ExitCodes.Done);
        }

        Screen.Say($"This deletes {authority.CertificatePath} and {authority.KeyPath}.");
        Screen.Say("A relay that runs keeps its certificate until it ends; the next one makes a new authority, which devices have to trust anew.");
        Screen.Say("Where you installed the old certificate it stays until 'bridge ca uninstall', on a phone until you remove it there by hand. Without the key nobody can use it.");
        if (!arguments.GetValue(_yes))
        {
            Screen.Say("Type yes to delete them.");
            if (Surroundings.Input.ReadLine()?.Trim() != "yes")
            {
                throw new CommandFailedException(ExitCodes.Usage, "Nothing was deleted. Answer yes, or give --yes.");
            }
        }

        CaFault.Explain(authority.Remove);
        Screen.Say("Deleted.");
        return Task.FromResult(ExitCodes.Done);
    }
}
