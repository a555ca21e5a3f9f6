using System.Diagnostics;
using Bridge.Contracts.Topics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Journal;

/// <summary>
/// The door of the journal, for whatever way a feed message came: reads it, looks whether it can be kept, and keeps it.
/// Bounded in bytes; what is beyond is refused and counted, and the device sends it again.
/// </summary>
internal sealed class JournalIntake(
    IJournal journal, JournalSpace space, JournalHealth health, JournalMetrics metrics, IOptions<JournalOptions> options, ILogger<JournalIntake> log)
{
    /// <summary>Whether a topic's messages belong into the journal.</summary>
    public static bool Keeps(BridgeTopic topic) => topic.Kind == TopicKind.Feed && topic.Name is FeedNames.Log or FeedNames.Net;

    /// <summary>Keeps a feed message; ends when that is durable or has failed. The payload must stay until then.</summary>
    public async ValueTask<IntakeOutcome> AcceptAsync(BridgeTopic topic, ReadOnlyMemory<byte> payload)
    {
        var started = Stopwatch.GetTimestamp();
        if (!FeedBatchReader.TryRead(topic, payload, out var batch, out var fault))
        {
            JournalLog.Malformed(log, topic.Device, topic.Name, fault);
            return Refuse(IntakeOutcome.Malformed);
        }

        var troubles = health.Troubles;
        if (space.Trouble() is { } trouble)
        {
            health.Report(trouble);
            return Refuse(IntakeOutcome.Stopped, batch);
        }

        try
        {
            return metrics.AddWaiting(payload.Length) > options.Value.MaximumWaitingBytes
                ? Refuse(IntakeOutcome.Busy, batch)
                : await AppendAsync(batch, started, troubles);
        }
        finally
        {
            metrics.AddWaiting(-payload.Length);
        }
    }

    private async Task<IntakeOutcome> AppendAsync(JournalBatch batch, long started, long troubles)
    {
        try
        {
            metrics.Appended(await journal.AppendAsync(batch), started);
            health.Kept(troubles);
            return IntakeOutcome.Stored;
        }
        catch (JournalUnavailableException e)
        {
            JournalLog.AppendFailed(log, e);
            health.Report(e.Message);
            return Refuse(IntakeOutcome.Failed);
        }
        catch (JournalOrderException)
        {
            return Refuse(IntakeOutcome.Early);
        }
    }

    private IntakeOutcome Refuse(IntakeOutcome outcome, JournalBatch batch)
    {
        journal.Refuse(batch);
        return Refuse(outcome);
    }

    private IntakeOutcome Refuse(IntakeOutcome outcome)
    {
        metrics.Refused(outcome);
        return outcome;
    }
}
