using System.CommandLine;
using System.Text.Json;
using Bridge.Cli.Relays;
using Bridge.Cli.Running;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge open</c>.</summary>
internal sealed class OpenCommand : BridgeCommand
{
    private readonly RelayTarget _target;
    private readonly Option<bool> _print = new("--print") { Description = "Only print the address." };
    private readonly Option<bool> _json;

    public OpenCommand(Surroundings surroundings)
        : base("open", "Opens the web console in this machine's browser.", surroundings)
    {
        Options.Add(_print);
        _target = new RelayTarget(this, surroundings.Locator, room: false);
        _json = JsonOption.AddTo(this, "the address, which works once");
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge open", "print a fresh address of the console and open it"),
        new("bridge open --print", "only print it; it lets one browser in, once"),
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var relay = _target.Connect(arguments);
        var launch = await relay.NewLaunchAsync(cancellation);
        if (arguments.GetValue(_json))
        {
            Screen.WriteLine(JsonSerializer.Serialize(launch, RelayJson.Default.Launch));
            return ExitCodes.Done;
        }

        Screen.WriteLine(launch.Url);
        if (!arguments.GetValue(_print) && !Browser.TryOpen(launch.Url))
        {
            Screen.Say("No browser could be started here: open the address by hand.");
        }

        return ExitCodes.Done;
    }
}
