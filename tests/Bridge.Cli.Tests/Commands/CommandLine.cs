using Bridge.Cli.Commands;
using Bridge.Cli.Relays;
using Bridge.Cli.Terminal;
using Bridge.Server.Relay;

namespace Bridge.Cli.Tests.Commands;

/// <summary>Runs command lines in this process, where no relay runs unless one is given, and keeps what they wrote.</summary>
internal sealed class CommandLine
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly BridgeRoot _root;

    public CommandLine(IReadOnlyList<RunFile>? running = null, string input = "") => _root = new BridgeRoot(new Surroundings(
        new Screen(_output, _error), new StringReader(input), new RelayLocator(_ => null, () => running ?? []), _ => null, TimeProvider.System));

    public BridgeRoot Root => _root;

    public string Output => _output.ToString().ReplaceLineEndings("\n");

    public string Error => _error.ToString().ReplaceLineEndings("\n");

    public Task<int> RunAsync(params string[] arguments) => _root.RunAsync(arguments, _output, CancellationToken.None);
}
