namespace Bridge.Server.Journal;

/// <summary>What to read; everything left out means "any". Entries come in the journal's order, oldest first.</summary>
public sealed record JournalQuery
{
    /// <summary>One room. Leave it out only for someone who may see every room.</summary>
    public string? Room { get; init; }

    /// <summary>One device's id.</summary>
    public string? Device { get; init; }

    /// <summary>One page's id.</summary>
    public string? Page { get; init; }

    /// <summary>One feed.</summary>
    public string? Feed { get; init; }

    /// <summary>Only what came after this cursor. One of another journal, or no cursor at all, counts as the beginning.</summary>
    public string? Since { get; init; }

    /// <summary>Only what came before this cursor. One of another journal counts as the end.</summary>
    public string? Before { get; init; }

    /// <summary>Received at this time or later, by the relay's clock.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Received before this time, by the relay's clock.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>This level or louder.</summary>
    public JournalLevel? Level { get; init; }

    /// <summary>Full text: entries that have, for each of these words, a word that begins with it. Without a letter or digit in it, nothing matches.</summary>
    public string? Words { get; init; }

    /// <summary>Only the last so many of what matches; at least 1.</summary>
    public int? Last { get; init; }
}
