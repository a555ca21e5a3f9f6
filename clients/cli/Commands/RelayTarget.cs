using System.CommandLine;
using Bridge.Cli.Relays;
using Bridge.Contracts.Topics;

namespace Bridge.Cli.Commands;

/// <summary>The options of a command that talks to a running relay: which relay, which room.</summary>
internal sealed class RelayTarget
{
    private readonly Option<string?> _relay = new("--relay")
    {
        Description = "The relay, by its console's address. Default: BRIDGE_RELAY, else the newest relay you run on this machine.",
        HelpName = "url",
    };

    private readonly Option<string> _room = NewRoomOption("The room.");

    private readonly RelayLocator _locator;

    /// <param name="command">The command.</param>
    /// <param name="locator">Finds the relay.</param>
    /// <param name="room">Whether the command is about one room.</param>
    public RelayTarget(Command command, RelayLocator locator, bool room = true)
    {
        _locator = locator;
        if (room)
        {
            command.Options.Add(_room);
        }

        command.Options.Add(_relay);
    }

    /// <summary>An option that takes a room's name.</summary>
    public static Option<string> NewRoomOption(string description)
    {
        var option = new Option<string>("--room")
        {
            Description = description,
            HelpName = "name",
            DefaultValueFactory = _ => Names.MainRoom,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Names.IsRoom(token.Value))
            {
                result.AddError($"'{token.Value}' can't be a room: use 1 to 32 of a–z, 0–9 and '-', as in --room checkout.");
            }
        });
        return option;
    }

    public string Room(ParseResult arguments) => arguments.GetValue(_room)!;

    /// <summary>Where the relay is; asked again after it went away, since a restarted one may be elsewhere.</summary>
    public RelayAccess Locate(ParseResult arguments) => _locator.Find(arguments.GetValue(_relay));

    public RelayClient Connect(ParseResult arguments) => new(Locate(arguments));
}
