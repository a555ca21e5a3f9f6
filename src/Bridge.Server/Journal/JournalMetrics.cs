using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Bridge.Server.Journal;

/// <summary>What comes into the journal, what it refuses, how long it takes, what it forgets.</summary>
internal sealed class JournalMetrics
{
    private readonly Counter<long> _items;
    private readonly Counter<long> _missing;
    private readonly Counter<long> _batches;
    private readonly Counter<long> _removed;
    private readonly Histogram<double> _duration;
    private long _waitingBytes;

    public JournalMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Bridge.Journal");
        _items = meter.CreateCounter<long>("bridge.journal.items", "{item}", "Items of feeds, by whether they were new.");
        _missing = meter.CreateCounter<long>("bridge.journal.items.missing", "{item}", "Numbers that were skipped when a batch came; a late batch may still bring them.");
        _batches = meter.CreateCounter<long>("bridge.journal.batches", "{batch}", "Feed messages, by what became of them.");
        _removed = meter.CreateCounter<long>("bridge.journal.items.removed", "{item}", "Items removed by age or size.");
        _duration = meter.CreateHistogram<double>("bridge.journal.append.duration", "s", "From a feed message's arrival to its being durable.");
        meter.CreateObservableUpDownCounter("bridge.journal.waiting", () => WaitingBytes, "By", "Feed messages that wait for the disk.");
    }

    public long WaitingBytes => Volatile.Read(ref _waitingBytes);

    public long AddWaiting(long bytes) => Interlocked.Add(ref _waitingBytes, bytes);

    public void Appended(JournalReceipt receipt, long started)
    {
        _batches.Add(1, new KeyValuePair<string, object?>("outcome", "stored"));
        _duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        _items.Add(receipt.Stored, new KeyValuePair<string, object?>("outcome", "stored"));
        if (receipt.Known > 0)
        {
            _items.Add(receipt.Known, new KeyValuePair<string, object?>("outcome", "known"));
        }

        if (receipt.Missing > 0)
        {
            _missing.Add(receipt.Missing);
        }
    }

    public void Refused(IntakeOutcome outcome) => _batches.Add(1, new KeyValuePair<string, object?>("outcome", outcome switch
    {
        IntakeOutcome.Malformed => "malformed",
        IntakeOutcome.Stopped => "stopped",
        IntakeOutcome.Busy => "busy",
        IntakeOutcome.Early => "early",
        _ => "failed",
    }));

    public void Removed(int items) => _removed.Add(items);
}
