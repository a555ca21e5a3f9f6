using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Journal;

/// <summary>Removes the oldest entries, by age and by size, in short steps that let appends between them.</summary>
internal sealed class JournalRetention(IJournal journal, JournalMetrics metrics, IOptions<JournalOptions> options, TimeProvider time, ILogger<JournalRetention> log)
    : BackgroundService
{
    /// <summary>Removes what is due now.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        var keepFrom = time.GetUtcNow() - options.Value.MaximumAge;
        var total = 0;
        int removed;
        do
        {
            removed = await journal.RemoveOldestAsync(keepFrom, options.Value.MaximumBytes, cancellation);
            metrics.Removed(removed);
            total += removed;
        }
        while (removed > 0);
        return total;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.RetentionInterval, time);
        do
        {
            try
            {
                if (await RunOnceAsync(stoppingToken) is > 0 and var removed)
                {
                    JournalLog.Removed(log, removed);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A disk or a server that is away now; the next turn comes.
                JournalLog.RetentionFailed(log, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
