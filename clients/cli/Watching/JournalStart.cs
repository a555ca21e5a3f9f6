using System.Globalization;
using System.Text.RegularExpressions;

namespace Bridge.Cli.Watching;

/// <summary>Where reading a journal begins: after a cursor, or at a time by the relay's clock.</summary>
internal sealed partial record JournalStart(string? Cursor = null, DateTimeOffset? Time = null)
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm", "HH:mm"];

    /// <summary>Understands <c>10m</c>, <c>2026-11-23T10:00</c> (local time where no zone is said), <c>10:00</c> (today) and cursors.</summary>
    public static bool TryParse(string text, TimeProvider clock, out JournalStart start)
    {
        start = new JournalStart();
        if (Ago().Match(text) is { Success: true } ago)
        {
            var count = int.Parse(ago.Groups["count"].Value, CultureInfo.InvariantCulture);
            start = new JournalStart(Time: clock.GetUtcNow() - ago.Groups["unit"].Value switch
            {
                "s" => TimeSpan.FromSeconds(count),
                "m" => TimeSpan.FromMinutes(count),
                "h" => TimeSpan.FromHours(count),
                _ => TimeSpan.FromDays(count),
            });
            return true;
        }

        if (CursorText().IsMatch(text))
        {
            start = new JournalStart(Cursor: text);
            return true;
        }

        var isTime = DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time);
        start = isTime ? new JournalStart(Time: time) : start;
        return isTime;
    }

    [GeneratedRegex("^(?<count>[0-9]{1,5})(?<unit>[smhd])$", RegexOptions.ExplicitCapture)]
    private static partial Regex Ago();

    // A generation and an id: as the journal writes them.
    [GeneratedRegex("^[0-9a-f]+\\.[0-9a-f]{12}$")]
    private static partial Regex CursorText();
}
