namespace Bridge.Server.Storage;

/// <summary>Where and how the relay keeps what must survive it.</summary>
internal sealed class StorageOptions
{
    /// <summary>The data folder. Created with mode 0700 where it isn't there; the database is <c>bridge.db</c> in it, mode 0600.</summary>
    public required string DataFolder { get; set; }

    /// <summary>
    /// A PostgreSQL database that keeps everything instead, <c>postgres://user:password@host:port/database</c>; null for the data folder's own. The
    /// folder then has the keys of the certificate authority only. Never told to anybody: it may hold a password.
    /// </summary>
    public string? Postgres { get; set; }

    /// <summary>
    /// How long a statement waits for another process that holds the database, milliseconds, 0 to 60,000. Within the
    /// process nobody waits for a lock: there is one writer, and readers don't block it. After it the work fails as busy.
    /// </summary>
    public int BusyTimeout { get; set; } = 5_000;

    /// <summary>
    /// How many pieces of work may wait for the writer, 1 to 65,536. Four times what one group takes, so that the next
    /// group is full when the last one is durable. At the limit <see cref="BridgeDatabase.WriteAsync{T}"/> waits for room.
    /// </summary>
    public int WriteQueue { get; set; } = 2_048;

    /// <summary>
    /// How many pieces of work are committed together at most, 1 to 4,096. More makes the first of them wait longer for
    /// its commit; fewer makes more syncs of the disk.
    /// </summary>
    public int GroupSize { get; set; } = 512;

    /// <summary>
    /// How many connections read at the same time, 1 to 64; each has up to 2 MiB of cache. At the limit a reader waits
    /// for another to end.
    /// </summary>
    public int Readers { get; set; } = 8;
}
