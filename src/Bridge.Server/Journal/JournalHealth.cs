using Bridge.Server.Relay;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.Journal;

/// <summary>Whether the journal keeps what comes, and if not, why. Tells it once when that changes.</summary>
internal sealed class JournalHealth(RelayNotices notices, TimeProvider time, ILogger<JournalHealth> log)
{
    private readonly Lock _lock = new();
    private long _reportedAt;
    private long _troubles;

    /// <summary>Raised when <see cref="Trouble"/> has changed, under a lock: be quick.</summary>
    public event Action<string?>? Changed;

    /// <summary>Why nothing is kept now, in words for a person; null while all is well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Since when that is so; null where nothing was ever wrong.</summary>
    public DateTimeOffset? Since { get; private set; }

    /// <summary>How long ago trouble was last reported, also where it was known already.</summary>
    public TimeSpan QuietFor => time.GetElapsedTime(Volatile.Read(ref _reportedAt));

    /// <summary>How often trouble was reported, for <see cref="Kept"/>.</summary>
    public long Troubles => Volatile.Read(ref _troubles);

    /// <summary>All is well, or what isn't.</summary>
    public void Report(string? trouble)
    {
        lock (_lock)
        {
            if (trouble is not null)
            {
                _troubles++;
                _reportedAt = time.GetTimestamp();
            }

            ChangeWithLock(trouble);
        }
    }

    /// <summary>
    /// Something was kept that came in when trouble had been reported so often. Has it been reported since, that still holds: what was under way
    /// before it may end well after it.
    /// </summary>
    public void Kept(long troubles)
    {
        if (Trouble is null)
        {
            return;
        }

        lock (_lock)
        {
            if (troubles == _troubles)
            {
                ChangeWithLock(null);
            }
        }
    }

    private void ChangeWithLock(string? trouble)
    {
        if ((Trouble is null) == (trouble is null))
        {
            return; // The first reason stays the one that was told.
        }

        (Trouble, Since) = (trouble, time.GetUtcNow());
        Changed?.Invoke(trouble);
        TellWithLock(trouble);
    }

    /// <summary>Under the lock, so that what is told last is how it is.</summary>
    private void TellWithLock(string? trouble)
    {
        if (trouble is null)
        {
            JournalLog.Resumed(log);
            notices.Post(new RelayNotice("journal-resumed", "The journal works again; devices send what they kept."));
        }
        else
        {
            JournalLog.Stopped(log, trouble);
            notices.Post(new RelayNotice("journal-stopped", $"Logs are shown but not kept: {trouble}", Level: "warn"));
        }
    }
}
