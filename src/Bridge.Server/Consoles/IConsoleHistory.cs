namespace Bridge.Server.Consoles;

/// <summary>What happened in a room before a console came.</summary>
internal interface IConsoleHistory
{
    /// <summary>The journal's end now: everything up to here is durable, and what <see cref="ReadAsync"/> gives from here on is later.</summary>
    string? Cursor { get; }

    /// <summary>A room's journalled messages in order: those after a cursor, or the last ones where it is null or no longer known.</summary>
    /// <exception cref="Journal.JournalUnavailableException">It can't be read now.</exception>
    IAsyncEnumerable<ConsoleMessage> ReadAsync(string room, string? since, CancellationToken cancellation);

    /// <summary>Whether it can be read now.</summary>
    Task<bool> CanBeReadAsync(CancellationToken cancellation);
}
