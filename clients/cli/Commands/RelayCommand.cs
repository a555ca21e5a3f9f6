using System.CommandLine;
using Bridge.Cli.Running;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge relay</c>.</summary>
internal sealed class RelayCommand : BridgeCommand
{
    private readonly RelayFlags _flags;

    public RelayCommand(Surroundings surroundings)
        : base("relay", "Starts a relay without a site: for MQTT tools and tests.", surroundings) =>
        _flags = new RelayFlags(this);

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge relay", "devices, console and MQTT, no site"),
        new("bridge relay --local --json --device-port 0 --console-port 0 --mqtt-port 0", "for a test: the first line says where"),
    ];

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var options = _flags.Read(arguments, site: null, Surroundings.Environment);
        return new RelaySession(Surroundings, options, _flags.Json(arguments)).RunAsync(_flags.Open(arguments), cancellation);
    }
}
