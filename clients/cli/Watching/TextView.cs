using Bridge.Cli.Terminal;
using Bridge.Contracts.Feeds;
using Bridge.Contracts.Rooms;
using Bridge.Server.Relay;
using Spectre.Console;

namespace Bridge.Cli.Watching;

/// <summary>One line an entry: time, device, level, text, and at the right end where in the page's code it came from.</summary>
/// <param name="screen">Where it goes.</param>
/// <param name="full">Neither cut lines at the terminal's width nor leave out stacks.</param>
/// <param name="zone">The time zone of the times shown.</param>
internal sealed class TextView(Screen screen, bool full, TimeZoneInfo zone) : IWatchView
{
    private const int WidestLabel = 20;
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    private int _labelWidth = 6;
    private DateTime? _day;

    public void Entry(DeviceState device, FeedBatch<LogEntry> batch, int index, string text, JournalPlace? place = null)
    {
        var entry = batch.Items[index];
        if (place is not null)
        {
            Place(place, TimeZoneInfo.ConvertTime(DeviceClock.TimeOf(batch, index), zone).Date);
        }

        var style = StyleOf(entry.Level);
        screen.Write(Line(device, DeviceClock.TimeOf(batch, index))
            .Add($"{entry.Level,-5} ", style)
            .Add(text, style)
            .Tail(LogText.Site(entry.Site), Dim));
        foreach (var frame in full ? StackText.Frames(Stack(entry)) : [])
        {
            screen.Write(new StyledLine().Add("    " + frame, Dim));
        }
    }

    public void State(DeviceState? before, DeviceState device)
    {
        if (before?.Presence == device.Presence && before.Url == device.Url)
        {
            return;
        }

        var where = device.Presence == "online" && device.Url is not null ? $" on {device.Url}" : "";
        var browser = before is null && device.Browser is not null ? $" ({device.Browser})" : "";
        screen.Write(Line(device, device.Since).Add($"is {device.Presence}{where}{browser}", Dim));
    }

    public void Skipped(IReadOnlyDictionary<string, long> counts)
    {
        var parts = counts.Where(c => c.Value > 0).Select(c => $"{c.Value} of {c.Key}");
        screen.Write(new StyledLine { Width = Width }.Add($"— {string.Join(", ", parts)} skipped: this terminal was too slow —", new Style(Color.Yellow)));
    }

    public void Journal(JournalState state) => screen.Write(new StyledLine { Width = Width }.Add(
        state.Keeps
            ? "— the journal works again: devices send what they kept —"
            : $"— shown but not kept: {InertText.From(state.Reason ?? "the journal has stopped")} Devices hold what they log and send it again —",
        new Style(Color.Yellow)));

    public void Unread(string reason) => screen.Write(new StyledLine { Width = Width }.Add(
        $"— what was kept can't be read now, and comes when it can: {InertText.From(reason)} —", new Style(Color.Yellow)));

    public void Connection(bool up, string sentence) => screen.Say(sentence);

    // A journal goes over days, and knows what it lacks.
    private void Place(JournalPlace place, DateTime day)
    {
        if (_day != day)
        {
            screen.Write(new StyledLine { Width = Width }.Add($"— {day:yyyy-MM-dd} —", Dim));
            _day = day;
        }

        if (place.Missing > 0)
        {
            screen.Write(new StyledLine { Width = Width }.Add($"— {place.Missing} before this never came —", new Style(Color.Yellow)));
        }
    }

    private int? Width => full ? null : screen.Width;

    private static string? Stack(LogEntry entry) => entry.Stack ?? entry.Args.FirstOrDefault(a => a.Type == "error")?.Stack;

    private static Style StyleOf(string level) => level switch
    {
        "error" => new Style(Color.Red),
        "warn" => new Style(Color.Yellow),
        "info" => new Style(Color.Blue),
        "debug" => Dim,
        _ => Style.Plain,
    };

    private StyledLine Line(DeviceState device, DateTimeOffset time)
    {
        var label = InertText.From(device.Label);
        var cells = new Spectre.Console.Rendering.Segment(label).CellCount();
        _labelWidth = Math.Min(WidestLabel, Math.Max(_labelWidth, cells));
        return new StyledLine { Width = Width }
            .Add($"{TimeZoneInfo.ConvertTime(time, zone):HH:mm:ss.fff} ", Dim)
            .Add(label, DeviceColour.Of(device))
            .Add(new string(' ', Math.Max(0, _labelWidth - cells) + 1));
    }
}
