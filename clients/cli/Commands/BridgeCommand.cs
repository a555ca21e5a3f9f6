using System.CommandLine;
using Bridge.Cli.Terminal;

namespace Bridge.Cli.Commands;

/// <summary>A command of ours: its help has examples, and it ends with one of <see cref="ExitCodes"/>.</summary>
internal abstract class BridgeCommand : Command
{
    protected BridgeCommand(string name, string description, Surroundings surroundings)
        : base(name, description)
    {
        Surroundings = surroundings;
        SetAction(RunAsync);
    }

    /// <summary>Shown at the end of the command's help; the tests run every one of them through the parser.</summary>
    public abstract IReadOnlyList<Example> Examples { get; }

    /// <summary>What else the help says, line by line.</summary>
    public virtual IReadOnlyList<string> Notes => [];

    protected Surroundings Surroundings { get; }

    protected Screen Screen => Surroundings.Screen;

    /// <summary>Does it, and returns the exit code.</summary>
    /// <exception cref="CommandFailedException">It could not be done.</exception>
    protected abstract Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation);
}
