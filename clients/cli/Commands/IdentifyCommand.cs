using System.CommandLine;
using Bridge.Cli.Relays;
using Bridge.Contracts.Commands;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge identify DEVICE</c>.</summary>
internal sealed class IdentifyCommand : DeviceCommand
{
    private readonly Argument<string?> _device = new("device")
    {
        Description = "The device, by label or id, or 'all'. Default: the only one that is connected.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<double> _seconds = new("--seconds") { Description = "For how long.", HelpName = "n", DefaultValueFactory = _ => 3 };

    public IdentifyCommand(Surroundings surroundings)
        : base("identify", "Makes a phone show its label in its colour, to tell which one it is.", surroundings)
    {
        Arguments.Add(_device);
        Options.Add(_seconds);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge identify pixel", "the one whose label begins so"),
        new("bridge identify all", "each shows its own"),
    ];

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation) =>
        SendAsync(arguments, arguments.GetValue(_device), CommandNames.Identify, CommandFields.Identify(arguments.GetValue(_seconds)), cancellation);

    protected override string Success(DeviceOutcome outcome, bool alone) => $"{outcome.Label} shows itself";
}
