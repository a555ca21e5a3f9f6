using Bridge.Cli.Commands;
using Bridge.Cli.Relays;
using Bridge.Cli.Terminal;
using Bridge.Server.Relay;

namespace Bridge.Cli.Tests.Commands;

/// <summary>Runs command lines in this process, where no relay runs unless one is given, and keeps what they wrote.</summary>
internal sealed class CommandLine
{
    private readonly WatchedWriter _output = new();
    private readonly WatchedWriter _error = new();
    private readonly CancellationToken _stop;

    public CommandLine(IReadOnlyList<RunFile>? running = null, string input = "", string address = "192.168.1.20", CancellationToken stop = default)
    {
        _stop = stop;
        var screen = new Screen(_output, _error);
        Root = new BridgeRoot(new Surroundings(screen, new StringReader(input), new RelayLocator(_ => null, () => running ?? []), _ => null, TimeProvider.System, () => address));
    }

    public BridgeRoot Root { get; }

    public string Output => _output.ToString().ReplaceLineEndings("\n");

    public string Error => _error.ToString().ReplaceLineEndings("\n");

    public Task<int> RunAsync(params string[] arguments) => Root.RunAsync(arguments, _output, _stop);

    /// <summary>Waits until something has been written to standard output.</summary>
    public Task OutputHasAsync(string text, TimeSpan patience) => _output.HasAsync(text).WaitAsync(patience);

    /// <summary>Waits until something has been written to standard error.</summary>
    public Task ErrorHasAsync(string text, TimeSpan patience) => _error.HasAsync(text).WaitAsync(patience);
}
