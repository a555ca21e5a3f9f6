using System.CommandLine;
using System.Text.Json;
using Bridge.Cli.Relays;
using Bridge.Cli.Running;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge pair</c>.</summary>
internal sealed class PairCommand : BridgeCommand
{
    private readonly RelayTarget _target;
    private readonly Option<bool> _json;

    public PairCommand(Surroundings surroundings)
        : base("pair", "Shows a QR code that pairs one more phone.", surroundings)
    {
        _target = new RelayTarget(this, surroundings.Locator);
        _json = JsonOption.AddTo(this, "address, typed code and when they end");
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge pair", "a fresh code; each is good for one phone and two minutes"),
        new("bridge pair --json | jq -r .url", "the address alone, for an emulator or a test"),
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var relay = _target.Connect(arguments);
        var ticket = await relay.NewTicketAsync(_target.Room(arguments), cancellation);
        if (arguments.GetValue(_json))
        {
            Screen.WriteLine(JsonSerializer.Serialize(ticket, RelayJson.Default.Ticket));
        }
        else
        {
            PairingCard.Write(Screen, ticket, Surroundings.Time);
        }

        return ExitCodes.Done;
    }
}
