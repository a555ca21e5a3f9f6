using Bridge.Server.Relay;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.Journal;

/// <summary>Whether the journal keeps what comes, and if not, why. Tells it once when that changes.</summary>
internal sealed class JournalHealth(RelayNotices notices, ILogger<JournalHealth> log)
{
    private readonly Lock _lock = new();

    /// <summary>Raised when <see cref="Trouble"/> has changed, under a lock: be quick.</summary>
    public event Action<string?>? Changed;

    /// <summary>Why nothing is kept now, in words for a person; null while all is well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>All is well, or what isn't.</summary>
    public void Report(string? trouble)
    {
        lock (_lock)
        {
            var before = Trouble;
            Trouble = trouble;
            if ((before is null) == (trouble is null))
            {
                return; // The first reason stays the one that was told.
            }

            Changed?.Invoke(trouble);
        }

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
