using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Bridge.Server.Storage;

/// <summary>How the writer does: groups, what is in them, how long a commit takes.</summary>
internal sealed class StorageMetrics
{
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _work;

    public StorageMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Bridge.Storage");
        _duration = meter.CreateHistogram<double>("bridge.storage.commit.duration", "s", "From taking a group of writes to its being durable.");
        _work = meter.CreateCounter<long>("bridge.storage.writes", "{write}", "Writes, by what became of them.");
    }

    /// <summary>A timestamp for <see cref="Committed"/>.</summary>
    public long Start() => _duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>A group is durable.</summary>
    public void Committed(int written, int refused, long started)
    {
        _work.Add(written, new KeyValuePair<string, object?>("outcome", "committed"));
        if (refused > 0)
        {
            _work.Add(refused, new KeyValuePair<string, object?>("outcome", "refused"));
        }

        if (started != 0)
        {
            _duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }

    /// <summary>A whole group is lost to a fault of the disk or the database.</summary>
    public void Failed(int writes) => _work.Add(writes, new KeyValuePair<string, object?>("outcome", "failed"));
}
