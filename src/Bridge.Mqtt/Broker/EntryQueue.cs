namespace Bridge.Mqtt.Broker;

/// <summary>Messages that wait in an outbox, with the bytes that they hold. Guarded by the session's lock.</summary>
internal sealed class EntryQueue
{
    // What an entry costs beside its message's bytes, so that empty messages are not free.
    private const int EntryWeight = 128;

    private readonly RingQueue<OutboxEntry> _entries = new();

    public int Count => _entries.Count;

    public long Bytes { get; private set; }

    /// <summary>Places, used or not.</summary>
    public int Capacity => _entries.Capacity;

    /// <summary>Zero is the oldest.</summary>
    public ref OutboxEntry this[int index] => ref _entries[index];

    /// <summary>The entry's message must be there; its reference becomes the queue's.</summary>
    public void Enqueue(in OutboxEntry entry)
    {
        _entries.Enqueue(in entry);
        Bytes += entry.Message!.Weight + EntryWeight;
    }

    /// <summary>The reference becomes the caller's.</summary>
    public OutboxEntry Dequeue()
    {
        var entry = _entries.Dequeue();
        Bytes -= entry.Message!.Weight + EntryWeight;
        return entry;
    }

    public IEnumerable<TopicRoute> Topics
    {
        get
        {
            for (var i = 0; i < Count; i++)
            {
                yield return this[i].Message!.Topic;
            }
        }
    }

    /// <summary>Moves those that are meant to a list, in their order, with their references.</summary>
    public void Take(List<OutboxEntry> taken, Func<OutboxEntry, bool> which)
    {
        for (var left = Count; left > 0; left--)
        {
            var entry = Dequeue();
            if (which(entry))
            {
                taken.Add(entry);
            }
            else
            {
                Enqueue(in entry);
            }
        }
    }

    /// <summary>Returns how many there were.</summary>
    public int Clear()
    {
        var count = Count;
        while (Count > 0)
        {
            Dequeue().Message!.Release();
        }

        _entries.Trim();
        return count;
    }

    /// <summary>Drops the oldest until a message of this weight has room within the bound, or nothing is left; returns how many.</summary>
    public int MakeRoom(int weight, int bytes) => Bound(int.MaxValue, bytes - weight - EntryWeight);

    /// <summary>Drops the oldest until the bounds hold; returns how many.</summary>
    public int Bound(int messages, int bytes)
    {
        var dropped = 0;
        for (; Count > 0 && (Count > messages || Bytes > bytes); dropped++)
        {
            Dequeue().Message!.Release();
        }

        return dropped;
    }
}
