using System.CommandLine;
using System.Text.Json;
using Bridge.Cli.Relays;
using Bridge.Cli.Running;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge pair</c>.</summary>
internal sealed class PairCommand : BridgeCommand
{
    private readonly RelayTarget _target;
    private readonly Option<bool> _ca = new("--ca") { Description = "The QR code of the page that installs the relay's certificate, so that https opens without a warning." };
    private readonly Option<bool> _json;

    public PairCommand(Surroundings surroundings)
        : base("pair", "Shows a QR code that pairs one more phone.", surroundings)
    {
        _target = new RelayTarget(this, surroundings.Locator);
        Options.Add(_ca);
        _json = JsonOption.AddTo(this, "address, typed code and when they end");
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge pair", "a fresh code; each is good for one phone and two minutes"),
        new("bridge pair --ca", "let a phone trust this relay's https, before or after it pairs"),
        new("bridge pair --json | jq -r .url", "the address alone, for an emulator or a test"),
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var relay = _target.Connect(arguments);
        return arguments.GetValue(_ca) ? await TrustAsync(relay, arguments, cancellation) : await PairAsync(relay, arguments, cancellation);
    }

    private async Task<int> PairAsync(RelayClient relay, ParseResult arguments, CancellationToken cancellation)
    {
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

    private async Task<int> TrustAsync(RelayClient relay, ParseResult arguments, CancellationToken cancellation)
    {
        var authority = await relay.AuthorityAsync(cancellation);
        if (arguments.GetValue(_json))
        {
            Screen.WriteLine(JsonSerializer.Serialize(authority, RelayJson.Default.Authority));
        }
        else
        {
            TrustCard.Write(Screen, authority);
        }

        return ExitCodes.Done;
    }
}
