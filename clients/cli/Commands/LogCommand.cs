using System.CommandLine;
using Bridge.Cli.Relays;
using Bridge.Cli.Running;
using Bridge.Cli.Watching;
using Bridge.Contracts.Rooms;
using Bridge.Contracts.Topics;
using Bridge.Server.Journal;
using Bridge.Server.Storage;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge log</c>.</summary>
internal sealed class LogCommand : BridgeCommand
{
    private readonly Option<string?> _device = new("--device", "-d") { Description = "Only this device, by label, how its label begins, or id.", HelpName = "name" };
    private readonly Option<string> _room = RelayTarget.NewRoomOption("The room.");
    private readonly Option<string?> _since = new("--since", "-s") { Description = "From then on: 10m, 2h or 7d ago, a time as 2026-11-23T10:00, or after a cursor.", HelpName = "when" };
    private readonly Option<int?> _last = new("--last", "-n") { Description = "Only the last so many of what fits.", HelpName = "count" };
    private readonly Option<string> _level = new("--level", "-l") { Description = "The lowest level to show: debug, log, info, warn or error.", HelpName = "level", DefaultValueFactory = _ => "debug" };
    private readonly Option<string?> _grep = new("--grep", "-g") { Description = "Only entries that have, for each of these words, a word that begins with it; any case.", HelpName = "words" };
    private readonly Option<bool> _full = new("--full") { Description = "Don't cut lines at the terminal's width, and show stacks." };
    private readonly Option<string?> _database;
    private readonly Option<string?> _data;
    private readonly Option<bool> _json;

    public LogCommand(Surroundings surroundings)
        : base("log", "Prints what the journal has kept of the devices' consoles, also with no relay running.", surroundings)
    {
        _level.CompletionSources.Add(WatchFilter.Levels);
        Check(_level, WatchFilter.Levels.Contains, text => $"'{text}' is not a level. There are {string.Join(", ", WatchFilter.Levels)}.");
        Check(_since, text => JournalStart.TryParse(text, surroundings.Time, out _), text => $"'{text}' is no time. Give 10m, 2h or 7d, a time as 2026-11-23T10:00, or a cursor.");
        Check(_last, text => !int.TryParse(text, out var count) || count > 0, text => $"--last takes 1 or more, not {text}.");
        Check(_grep, text => text.Any(char.IsLetterOrDigit), text => $"'{text}' has no word in it to search for.");
        foreach (var option in new Option[] { _device, _room, _since, _last, _level, _grep, _full })
        {
            Options.Add(option);
        }

        _database = DatabaseOption.AddTo(this, "A journal in PostgreSQL, as given to the relay");
        _data = DataOption.AddTo(this);
        _json = JsonOption.AddTo(this, "an entry with its cursor");
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge log --since 10m", "the last ten minutes"),
        new("bridge log --level error --last 20 --device pixel", "the last errors of one phone"),
        new("bridge log --grep 'checkout failed' --since 2026-11-23T10:00", "entries with both words"),
        new("bridge log --json --since 5f21c3.00000000002a", "for a script: what came after the last line it has read"),
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        try
        {
            await using var archive = JournalArchive.Open(DataOption.Folder(arguments, _data), DatabaseOption.Read(arguments, _database, Surroundings.Environment));
            await PrintAsync(arguments, archive, cancellation);
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is StorageException or JournalUnavailableException)
        {
            throw new CommandFailedException(ExitCodes.Unreadable, e.Message);
        }
    }

    private async Task PrintAsync(ParseResult arguments, JournalArchive archive, CancellationToken cancellation)
    {
        var json = arguments.GetValue(_json);
        var devices = await archive.DevicesAsync(arguments.GetValue(_room)!, cancellation);
        var query = await QueryAsync(arguments, archive.Journal, devices, cancellation);
        var text = new JournalText(json ? new JsonView(Screen) : new TextView(Screen, arguments.GetValue(_full), Surroundings.Time.LocalTimeZone), devices);
        await foreach (var entry in archive.Journal.ReadAsync(query, cancellation))
        {
            text.Show(entry);
        }

        if (text.Unreadable > 0)
        {
            Screen.Say($"{text.Unreadable} entries are of a shape that this version does not know, and were left out.");
        }
        else if (text.Shown == 0 && !json)
        {
            Screen.Say("Nothing that fits was kept.");
        }
    }

    private async Task<JournalQuery> QueryAsync(ParseResult arguments, IJournal journal, IReadOnlyList<DeviceState> devices, CancellationToken cancellation)
    {
        var start = new JournalStart();
        _ = arguments.GetValue(_since) is { } since && JournalStart.TryParse(since, Surroundings.Time, out start);
        var query = new JournalQuery { Room = arguments.GetValue(_room), Feed = FeedNames.Log };
        return query with
        {
            Device = arguments.GetValue(_device) is { } name ? await DeviceAsync(journal, query, devices, name, cancellation) : null,
            Since = start.Cursor,
            From = start.Time,
            Last = arguments.GetValue(_last),
            Words = arguments.GetValue(_grep),
            Level = arguments.GetValue(_level) switch
            {
                "error" => JournalLevel.Error,
                "warn" => JournalLevel.Warn,
                "log" or "info" => JournalLevel.Log, // They rank the same, as in a browser.
                _ => null,
            },
        };
    }

    // Removed devices have no label any more: their ids are looked for in the journal itself.
    private static async Task<string> DeviceAsync(IJournal journal, JournalQuery query, IReadOnlyList<DeviceState> devices, string name, CancellationToken cancellation)
    {
        await foreach (var entry in journal.ReadAsync(query with { Device = name, Last = 1 }, cancellation))
        {
            return entry.Device;
        }

        return DeviceChoice.Named(devices, name).Device;
    }

    private static void Check(Option option, Func<string, bool> isRight, Func<string, string> message) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && !isRight(token.Value))
        {
            result.AddError(message(token.Value));
        }
    });
}
