using System.Globalization;
using Bridge.Contracts.Topics;
using Bridge.Server.Journal;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Consoles;

/// <summary>The query of <c>GET /api/rooms/{room}/log</c>, as it was typed: everything left out means "any".</summary>
internal sealed class LogSearch
{
    [FromQuery(Name = "device")]
    public string? Device { get; init; }

    [FromQuery(Name = "page")]
    public string? Page { get; init; }

    [FromQuery(Name = "feed")]
    public string? Feed { get; init; }

    [FromQuery(Name = "since")]
    public string? Since { get; init; }

    [FromQuery(Name = "before")]
    public string? Before { get; init; }

    [FromQuery(Name = "from")]
    public string? From { get; init; }

    [FromQuery(Name = "until")]
    public string? Until { get; init; }

    [FromQuery(Name = "level")]
    public string? Level { get; init; }

    [FromQuery(Name = "words")]
    public string? Words { get; init; }

    [FromQuery(Name = "last")]
    public string? Last { get; init; }

    /// <summary>The query for the journal; false where a part can't be read, with what could be.</summary>
    public bool TryRead(string room, out JournalQuery query, out string fault)
    {
        (query, fault) = (new JournalQuery { Room = room, Device = Device, Page = Page, Feed = Feed ?? FeedNames.Log, Since = Since, Before = Before, Words = Words }, "");
        if (!TryTime(From, out var from) || !TryTime(Until, out var until))
        {
            fault = "from and until are times such as 2026-11-23T10:00:00Z.";
        }
        else if (new[] { Device, Page, Feed }.Any(text => text?.Contains('\0', StringComparison.Ordinal) is true))
        {
            fault = "device, page and feed have no U+0000 in them."; // PostgreSQL refuses to look for it.
        }
        else if (!TryLevel(out var level))
        {
            fault = "level is one of debug, log, info, warn and error.";
        }
        else if (Words is not null && !Words.Any(char.IsLetterOrDigit))
        {
            fault = "words needs a letter or a digit.";
        }
        else if (!TryLast(out var last))
        {
            fault = "last is 1 or more.";
        }
        else
        {
            query = query with { From = from, Until = until, Level = level, Last = last };
        }

        return fault.Length == 0;
    }

    private static bool TryTime(string? text, out DateTimeOffset? time)
    {
        var read = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed);
        time = read ? parsed : null;
        return read || text is null;
    }

    /// <summary>log and info rank the same, as in a browser and in <c>bridge log</c>.</summary>
    private bool TryLevel(out JournalLevel? level)
    {
        (level, var known) = Level switch
        {
            null or "debug" => ((JournalLevel?)null, true),
            "log" or "info" => (JournalLevel.Log, true),
            "warn" => (JournalLevel.Warn, true),
            "error" => (JournalLevel.Error, true),
            _ => (null, false),
        };
        return known;
    }

    private bool TryLast(out int? last)
    {
        var read = int.TryParse(Last, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed > 0;
        last = read ? parsed : null;
        return read || Last is null;
    }
}
