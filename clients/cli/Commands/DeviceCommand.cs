using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bridge.Cli.Relays;
using Bridge.Cli.Terminal;
using Bridge.Contracts.Topics;
using Bridge.Server.Relay;

namespace Bridge.Cli.Commands;

/// <summary>A command that devices carry out: sends it, waits for the replies, prints them, and answers for the worst of them.</summary>
internal abstract class DeviceCommand : BridgeCommand
{
    private readonly Option<double> _timeout = new("--timeout")
    {
        Description = "How long to wait for a device, in seconds.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 10,
    };

    protected DeviceCommand(string name, string description, Surroundings surroundings)
        : base(name, description, surroundings)
    {
        _timeout.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, CultureInfo.InvariantCulture, out var seconds) && seconds is not (>= 0.1 and <= 60))
            {
                result.AddError($"--timeout takes 0.1 to 60 seconds, not {token.Value}.");
            }
        });
        Target = new RelayTarget(this, surroundings.Locator);
        Options.Add(_timeout);
        Json = JsonOption.AddTo(this, "what each device answered");
    }

    protected RelayTarget Target { get; }

    protected Option<bool> Json { get; }

    /// <summary>Sends the command to one device or to all, and reports.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="device">What the person typed for a device; null for the only one that is connected; <c>all</c>.</param>
    /// <param name="command">The protocol's command.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    protected async Task<int> SendAsync(ParseResult arguments, string? device, string command, JsonElement fields, CancellationToken cancellation)
    {
        using var relay = Target.Connect(arguments);
        var room = Target.Room(arguments);
        var id = device == Names.AllDevices ? device : await ChooseAsync(relay, room, device, cancellation);
        var request = new CommandRequest(id, command, fields, (int)(TimeoutSeconds(arguments) * 1000));
        var outcomes = await relay.CommandAsync(room, request, cancellation);
        if (outcomes.Count == 0)
        {
            throw new CommandFailedException(ExitCodes.NoDevice, $"No device is connected in room '{room}'. 'bridge pair' shows a QR code for a phone.");
        }

        foreach (var outcome in outcomes)
        {
            if (arguments.GetValue(Json))
            {
                Screen.WriteLine(JsonSerializer.Serialize(outcome, RelayJson.Default.DeviceOutcome));
            }
            else
            {
                Report(outcome, alone: outcomes.Count == 1);
            }
        }

        return outcomes.Max(outcome => Code(outcome, request.TimeoutMs));
    }

    protected double TimeoutSeconds(ParseResult arguments) => arguments.GetValue(_timeout);

    /// <summary>What to print for a device that did it; null for nothing.</summary>
    protected abstract string? Success(DeviceOutcome outcome, bool alone);

    private static async Task<string> ChooseAsync(RelayClient relay, string room, string? device, CancellationToken cancellation)
    {
        var devices = await relay.DevicesAsync(room, cancellation);
        return (device is null ? DeviceChoice.Only(devices) : DeviceChoice.Named(devices, device)).Device;
    }

    private static int Code(DeviceOutcome outcome, int timeoutMs) => outcome.Reply switch
    {
        null => ExitCodes.NoDevice,
        { Ok: false, Error.Name: "TimeoutError", Ms: { } ms } when ms >= timeoutMs => ExitCodes.NoDevice, // the device gave up in our name
        { Ok: false } => ExitCodes.Refused,
        _ => ExitCodes.Done,
    };

    private void Report(DeviceOutcome outcome, bool alone)
    {
        if (outcome.Reply is { Ok: true })
        {
            if (Success(outcome, alone) is { } text)
            {
                Screen.Write(new StyledLine().Add(text));
            }

            return;
        }

        var who = InertText.From(outcome.Label);
        Screen.Complain(outcome.Reply switch
        {
            null when outcome.Failure == "timeout" => $"{who} did not answer in time. It may be asleep: wake its screen, or allow more with --timeout.",
            null when outcome.Failure == "offline" => $"{who} is offline.",
            null => $"{who}: {outcome.Failure ?? "no answer"}.",
            { Error: { } error } => alone ? PreviewText.Of(error) : $"{who}: {PreviewText.Of(error)}",
            _ => $"{who} could not do it.",
        });
        foreach (var frame in StackText.Frames(outcome.Reply?.Error?.Stack).TakeWhile(frame => !frame.Contains("/_bridge/bridge.js", StringComparison.Ordinal)))
        {
            Screen.Say("    " + frame); // the person's own code; what called it is ours
        }
    }
}
