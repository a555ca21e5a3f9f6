namespace Bridge.Server.Journal;

/// <summary>
/// Keeps a stream's batches from overtaking one that was refused: devices send several before the first is acknowledged, so that
/// what follows a refused batch is already waiting. It is refused as well, until the first one has come again.
/// </summary>
internal sealed class StreamOrder(TimeProvider time)
{
    /// <summary>
    /// How long a stream waits for what was refused. A device sends it again within 5 s; one that no longer has it (its page is gone,
    /// its outbox overflowed) must not wait for ever.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Streams remembered at once; beyond, the one that was refused first is forgotten, and may be overtaken.</summary>
    public const int MaximumStreams = 10_000;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<StreamKey, (long Seq, long Since)> _refused = [];
    private volatile bool _any;

    /// <summary>A batch was refused, and will come again.</summary>
    public void Refuse(JournalBatch batch)
    {
        lock (_lock)
        {
            var stream = StreamKey.Of(batch);
            var seq = _refused.Remove(stream, out var before) ? Math.Min(before.Seq, batch.Seq) : batch.Seq;
            if (_refused.Count == MaximumStreams)
            {
                _refused.RemoveAt(0);
            }

            _refused.Add(stream, (seq, time.GetTimestamp()));
            _any = true;
        }
    }

    /// <summary>Whether a batch may be written now; false where one before it was refused and hasn't come again yet.</summary>
    public bool Admit(JournalBatch batch)
    {
        if (!_any)
        {
            return true;
        }

        lock (_lock)
        {
            var stream = StreamKey.Of(batch);
            if (!_refused.TryGetValue(stream, out var refused))
            {
                return true;
            }

            if (batch.Seq > refused.Seq && time.GetElapsedTime(refused.Since) < Patience)
            {
                return false;
            }

            if (batch.Seq + batch.Items.Count > refused.Seq)
            {
                _refused.Remove(stream);
                _any = _refused.Count > 0;
            }

            return true;
        }
    }
}
