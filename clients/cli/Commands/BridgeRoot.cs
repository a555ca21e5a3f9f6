using System.CommandLine;
using System.CommandLine.Help;

namespace Bridge.Cli.Commands;

/// <summary>The <c>bridge</c> command itself: its subcommands, and what happens around each.</summary>
internal sealed class BridgeRoot : RootCommand
{
    private readonly Surroundings _surroundings;

    public BridgeRoot(Surroundings surroundings)
        : base("Your phone's console, errors and motion sensors on your desk: pair a phone by QR code, watch it, run code on it, reload it.")
    {
        _surroundings = surroundings;
        foreach (var command in new Command[]
        {
            new ServeCommand(surroundings), new ProxyCommand(surroundings), new RelayCommand(surroundings),
            new PairCommand(surroundings), new OpenCommand(surroundings), new DevicesCommand(surroundings),
            new ConsoleCommand(surroundings), new LogCommand(surroundings), new EvalCommand(surroundings), new ReloadCommand(surroundings),
            new NavigateCommand(surroundings), new IdentifyCommand(surroundings), new DoctorCommand(surroundings), new CaCommand(surroundings),
            new BenchCommand(surroundings),
        })
        {
            Subcommands.Add(command);
        }

        var help = Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    /// <summary>Runs a command line and returns its exit code.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellation)
    {
        var parsed = Parse(arguments.Count > 0 ? arguments : ["--help"]);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
        {
            _surroundings.Screen.Complain(UsageError.Of(parsed));
            _surroundings.Screen.Say($"'{Path(parsed.CommandResult.Command)} --help' shows how it goes.");
            return ExitCodes.Usage;
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = output,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // signals are StopSignals' business
            };
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (CommandFailedException e)
        {
            _surroundings.Screen.Complain(e.Message);
            return e.ExitCode;
        }
    }

    private static string Path(Command command) => command is RootCommand ? "bridge" : $"{Path(command.Parents.OfType<Command>().First())} {command.Name}";
}
