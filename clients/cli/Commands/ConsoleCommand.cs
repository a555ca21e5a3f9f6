using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Bridge.Cli.Relays;
using Bridge.Cli.Watching;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge console</c>.</summary>
internal sealed class ConsoleCommand : BridgeCommand
{
    private const string FromNow = "now";

    private readonly RelayTarget _target;
    private readonly Option<string?> _device = new("--device", "-d") { Description = "Only this device, by id, label or how its label begins.", HelpName = "name" };
    private readonly Option<string> _level = new("--level", "-l") { Description = "The lowest level to show: debug, log, info, warn or error.", HelpName = "level", DefaultValueFactory = _ => "debug" };
    private readonly Option<string?> _grep = new("--grep", "-g") { Description = "Only entries whose text matches; any case.", HelpName = "regex" };
    private readonly Option<bool> _history = new("--history") { Description = "Begin with what the relay has kept, not with what comes next." };
    private readonly Option<bool> _full = new("--full") { Description = "Don't cut lines at the terminal's width, and show stacks." };
    private readonly Option<bool> _json;

    public ConsoleCommand(Surroundings surroundings)
        : base("console", "Shows the devices' consoles here: one line an entry, as it happens.", surroundings)
    {
        _level.CompletionSources.Add(WatchFilter.Levels);
        _level.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !WatchFilter.Levels.Contains(token.Value))
            {
                result.AddError($"'{token.Value}' is not a level. There are {string.Join(", ", WatchFilter.Levels)}.");
            }
        });
        _grep.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !TryCompile(token.Value, out _))
            {
                result.AddError($"'{token.Value}' is not a regular expression that can be searched for. Escape special characters with '\\'.");
            }
        });
        foreach (var option in new Option[] { _device, _level, _grep, _history, _full })
        {
            Options.Add(option);
        }

        _target = new RelayTarget(this, surroundings.Locator);
        _json = JsonOption.AddTo(this, "an entry, a device's state, or a gap");
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge console", "everything, from now on"),
        new("bridge console --level warn --device pixel", "warnings and errors of one phone"),
        new("bridge console --history --grep 'checkout|cart'", "with what was kept, filtered"),
        new("bridge console --json | jq 'select(.level == \"error\") | .text'", "for a script"),
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        IWatchView view = arguments.GetValue(_json) ? new JsonView(Screen) : new TextView(Screen, arguments.GetValue(_full), Surroundings.Time.LocalTimeZone);
        _ = TryCompile(arguments.GetValue(_grep), out var text);
        var watch = new RoomWatch(view, new WatchFilter(arguments.GetValue(_device), arguments.GetValue(_level)!, text));
        var wait = new Reconnection(Random.Shared.NextDouble);
        var since = arguments.GetValue(_history) ? null : FromNow;

        // The first time, a relay that isn't there ends the command; later, it is waited for.
        var access = _target.Locate(arguments);
        var room = _target.Room(arguments);
        var greeting = $"Watching room '{room}'. Ctrl-C ends it.";
        bool? isThere = null; // as it was last said
        try
        {
            while (true)
            {
                var again = false;
                try
                {
                    await foreach (var line in FollowAsync(access, room, since, watch, cancellation))
                    {
                        if (line.Live is true)
                        {
                            wait.Reset();
                            view.Connection(up: true, greeting);
                            isThere = true;
                        }

                        again = line.Again is true;
                    }
                }
                catch (CommandFailedException e) when (isThere is not null && e.ExitCode == ExitCodes.NoRelay)
                {
                    // It had come back, and went again before it could be followed.
                }

                since = watch.Cursor ?? since;
                if (again)
                {
                    greeting = "What was kept can be read again.";
                    continue;
                }

                if (isThere is not false)
                {
                    view.Connection(up: false, "The relay went away; waiting for it to come back.");
                    isThere = false;
                }

                access = await ReturnAsync(arguments, wait, cancellation);
                greeting = "The relay is back.";
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCodes.Done; // Ctrl-C is how one stops watching
        }
    }

    /// <summary>Follows the stream until the relay ends it.</summary>
    private static async IAsyncEnumerable<StreamLine> FollowAsync(
        RelayAccess access, string room, string? since, RoomWatch watch, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var relay = new RelayClient(access);
        watch.Know(await relay.DevicesAsync(room, cancellation));
        await foreach (var line in relay.StreamAsync(room, since, cancellation))
        {
            watch.Read(line);
            yield return line;
        }
    }

    private async Task<RelayAccess> ReturnAsync(ParseResult arguments, Reconnection wait, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(wait.Next(), Surroundings.Time, cancellation);
            try
            {
                var access = _target.Locate(arguments);
                using var relay = new RelayClient(access);
                _ = await relay.DevicesAsync(_target.Room(arguments), cancellation);
                return access;
            }
            catch (CommandFailedException e) when (e.ExitCode == ExitCodes.NoRelay)
            {
                // Not there yet.
            }
        }
    }

    private static bool TryCompile(string? pattern, out Regex? regex)
    {
        regex = null;
        try
        {
            // NonBacktracking: linear in the text, which a device chooses.
            regex = pattern is null ? null : new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
