using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using Bridge.Cli.Commands;
using Bridge.Cli.Relays;
using Bridge.Server.Relay;
using Bridge.Server.Security.Certificates;

namespace Bridge.Cli.Running;

/// <summary>The options of the commands that start a relay.</summary>
internal sealed class RelayFlags
{
    private static readonly RelayOptions Defaults = new();

    private readonly Option<string?> _host = new("--host") { Description = "The address or name by which phones reach this machine. Default: its address in the local network.", HelpName = "host" };
    private readonly Option<bool> _local = new("--local") { Description = "Listen on this machine only: for emulators, USB port forwarding, tests." };
    private readonly Option<bool> _noTls = new("--no-tls") { Description = "No https for devices. Motion sensors then work on localhost only." };
    private readonly Option<string?> _cert = new("--cert") { Description = $"A certificate of your own for https, PEM or PFX, read anew when it is renewed. Default: one of this relay's own authority. {CertificateOptions.PasswordVariable} holds its password.", HelpName = "file" };
    private readonly Option<string?> _key = new("--key") { Description = "The key of --cert, PEM, where it is not in the same file.", HelpName = "file" };
    private readonly Option<string[]> _allowHost = new("--allow-host") { Description = "A further host name that requests may carry, such as a tunnel's. Can be repeated.", HelpName = "host" };
    private readonly Option<string[]> _allowOrigin = new("--allow-origin") { Description = "The origin of a page elsewhere that may carry the bridge's script, as in https://app.example. Can be repeated.", HelpName = "origin" };
    private readonly Option<int> _devicePort = Port("--device-port", "Port for devices, http. 0 takes any free port.", Defaults.DevicePort);
    private readonly Option<int> _deviceTlsPort = Port("--device-tls-port", "Port for devices, https.", Defaults.DeviceTlsPort);
    private readonly Option<int> _consolePort = Port("--console-port", "Port of the console, on this machine only.", Defaults.ConsolePort);
    private readonly Option<int> _mqttPort = Port("--mqtt-port", "Port for MQTT tools, on this machine only.", Defaults.MqttPort);
    private readonly Option<int?> _liveReloadPort = OptionalPort("--livereload-port", "Also take reloads by the LiveReload protocol on this port, on this machine only: 35729 is where editors and build plug-ins look.");
    private readonly Option<string> _room = RelayTarget.NewRoomOption("The room that phones pair into.");
    private readonly Option<string?> _name = new("--name") { Description = "The relay's name, shown on a phone before it pairs. Default: user@machine.", HelpName = "name" };
    private readonly Option<string?> _data = new("--data") { Description = "The folder that keeps keys and, unless PostgreSQL does, pairings and the journal. Default: your data folder.", HelpName = "folder" };
    private readonly Option<bool> _mqttOpen = new("--mqtt-open") { Description = "Let anonymous MQTT clients on this machine use topics outside bridge/: for conformance suites and benchmarks." };
    private readonly Option<bool> _open = new("--open") { Description = "Open the web console in this machine's browser." };
    private readonly Option<string?> _database;
    private readonly Option<bool> _json;

    public RelayFlags(Command command)
    {
        foreach (var option in new Option[]
        {
            _host, _local, _noTls, _cert, _key, _allowHost, _allowOrigin, _devicePort, _deviceTlsPort, _consolePort, _mqttPort, _liveReloadPort, _room, _name, _data, _mqttOpen, _open,
        })
        {
            command.Options.Add(option);
        }

        NotEmpty.Require(_data);
        NotEmpty.Require(_name);
        CheckHosts(_host);
        CheckHosts(_allowHost);
        _allowOrigin.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => RelayOptions.ParseOrigin(token.Value) is null) is { } token)
            {
                result.AddError($"'{token.Value}' is not an origin. Give scheme, host and port, as in https://app.example or http://localhost:3000.");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(_key) is not null && result.GetResult(_cert) is null)
            {
                result.AddError("--key is the key of a certificate: give that with --cert.");
            }
            else if (result.GetResult(_cert) is not null && result.GetValue(_noTls))
            {
                result.AddError("Give --cert or --no-tls, not both.");
            }
        });

        _database = DatabaseOption.AddTo(command, "Keep everything that must last in PostgreSQL");
        _json = JsonOption.AddTo(command, "a 'ready' object with every address first, then what happens");
    }

    public bool Json(ParseResult arguments) => arguments.GetValue(_json);

    public bool Open(ParseResult arguments) => arguments.GetValue(_open);

    public string Room(ParseResult arguments) => arguments.GetValue(_room)!;

    /// <summary>The relay's options.</summary>
    public RelayOptions Read(ParseResult arguments, SiteOptions? site, Func<string, string?> environment) => Defaults with
    {
        Site = site,
        Host = arguments.GetValue(_host),
        LocalOnly = arguments.GetValue(_local),
        NoTls = arguments.GetValue(_noTls),
        Certificate = arguments.GetValue(_cert) is { } file ? new CertificateOptions(file, arguments.GetValue(_key), environment(CertificateOptions.PasswordVariable)) : null,
        AllowedHosts = arguments.GetValue(_allowHost) ?? [],
        AllowedOrigins = [.. (arguments.GetValue(_allowOrigin) ?? []).Select(origin => RelayOptions.ParseOrigin(origin)!)],
        DevicePort = arguments.GetValue(_devicePort),
        DeviceTlsPort = arguments.GetValue(_deviceTlsPort),
        ConsolePort = arguments.GetValue(_consolePort),
        MqttPort = arguments.GetValue(_mqttPort),
        LiveReloadPort = arguments.GetValue(_liveReloadPort),
        Rooms = [arguments.GetValue(_room)!],
        Name = arguments.GetValue(_name) ?? Defaults.Name,
        DataFolder = Path.GetFullPath(arguments.GetValue(_data) ?? Defaults.DataFolder),
        Database = DatabaseOption.Read(arguments, _database, environment),
        MqttOpen = arguments.GetValue(_mqttOpen),
        AdminToken = environment(RelayLocator.TokenVariable) is { Length: > 0 } token ? token : RandomNumberGenerator.GetHexString(64),
    };

    private static Option<int> Port(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "port", DefaultValueFactory = _ => standard };
        option.Validators.Add(Check);
        return option;
    }

    private static Option<int?> OptionalPort(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "port" };
        option.Validators.Add(Check);
        return option;
    }

    private static void CheckHosts(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens.FirstOrDefault(token => Uri.CheckHostName(token.Value) == UriHostNameType.Unknown) is { } token)
        {
            result.AddError($"'{token.Value}' is not a host. Give a name or an address alone, as in 192.168.1.20 or my-laptop.local.");
        }
    });

    private static void Check(OptionResult result)
    {
        if (result.Tokens is [var token] && int.TryParse(token.Value, out var port) && port is not (>= 0 and <= 65535))
        {
            result.AddError($"{result.Option.Name} takes a port, 0 to 65535, not {token.Value}.");
        }
    }
}
