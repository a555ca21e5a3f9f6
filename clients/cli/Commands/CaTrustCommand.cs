using System.CommandLine;
using Bridge.Cli.Trust;

namespace Bridge.Cli.Commands;

/// <summary>What <c>bridge ca install</c> and <c>uninstall</c> have in common: which lists, and the question before they are changed.</summary>
internal abstract class CaTrustCommand : BridgeCommand
{
    private readonly Option<bool> _system = new("--system") { Description = "The system's list instead of the browsers': for curl, .NET and the like. Needs root." };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Don't ask." };

    protected CaTrustCommand(string name, string description, Surroundings surroundings)
        : base(name, description, surroundings)
    {
        Options.Add(_system);
        Options.Add(_yes);
    }

    public override IReadOnlyList<string> Notes => CaSteps.Lines;

    /// <summary>The lists to change.</summary>
    protected IReadOnlyList<ITrustStore> Stores(ParseResult arguments) => OperatingSystem.IsLinux()
        ? TrustStores.Find(arguments.GetValue(_system), Surroundings.Environment("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile))
        : throw new CommandFailedException(ExitCodes.Usage, "This command changes Linux's lists only. 'bridge ca' has the steps for this system.");

    /// <exception cref="CommandFailedException">The answer wasn't yes.</exception>
    protected void Confirm(ParseResult arguments, string what, IEnumerable<ITrustStore> stores)
    {
        Screen.Say(what);
        foreach (var store in stores)
        {
            Screen.Say("  " + store.Name);
        }

        if (arguments.GetValue(_yes))
        {
            return;
        }

        Screen.Say("Type yes to go on.");
        if (Surroundings.Input.ReadLine()?.Trim() != "yes")
        {
            throw new CommandFailedException(ExitCodes.Usage, "Nothing was changed. Answer yes, or give --yes.");
        }
    }
}
