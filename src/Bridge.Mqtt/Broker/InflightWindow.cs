namespace Bridge.Mqtt.Broker;

/// <summary>
/// QoS 1 and 2 deliveries in the order of sending. Packet ids are given in that order, so an id is its entry's distance
/// from the first. Clients acknowledge in order [MQTT-4.6.0-2], hence ended entries rarely wait for earlier ones.
/// </summary>
internal sealed class InflightWindow
{
    // Ids wrap at 65,535 and skip 0 (2.2.1). A quarter of them in the ring leaves ids unambiguous.
    private const int Ids = 65_535;
    private const int MaxSpan = 16_384;

    private readonly RingQueue<OutboxEntry> _entries = new();
    private ushort _lastId;

    /// <summary>Entries from the oldest that has not ended.</summary>
    public int Span => _entries.Count;

    /// <summary>Entries that have not ended.</summary>
    public int Live { get; private set; }

    public IEnumerable<TopicRoute> Topics
    {
        get
        {
            for (var i = 0; i < _entries.Count; i++)
            {
                if (_entries[i].Message is { } message)
                {
                    yield return message.Topic;
                }
            }
        }
    }

    public bool HasRoom => _entries.Count < MaxSpan;

    public ref OutboxEntry this[int index] => ref _entries[index];

    /// <summary>Gives the entry its packet id.</summary>
    public ref OutboxEntry Add(in OutboxEntry entry)
    {
        _lastId = NextId(_lastId);
        _entries.Enqueue(in entry);
        ref var added = ref _entries[_entries.Count - 1];
        added.PacketId = _lastId;
        added.State = DeliveryState.Published;
        Live++;
        return ref added;
    }

    /// <summary>Puts back an entry of a stored session, in ascending order of sending.</summary>
    public void Restore(in OutboxEntry entry)
    {
        while (_entries.Count > 0 && NextId(_lastId) != entry.PacketId && HasRoom)
        {
            _lastId = NextId(_lastId);
            _entries.Enqueue(new OutboxEntry { PacketId = _lastId, State = DeliveryState.Done, SubscriptionIdentifiers = [] });
        }

        _lastId = entry.PacketId;
        _entries.Enqueue(in entry);
        Live++;
    }

    /// <summary>-1 if no live entry has the id.</summary>
    public int IndexOf(ushort packetId)
    {
        if (_entries.Count == 0 || packetId == 0)
        {
            return -1;
        }

        var index = (packetId - _entries[0].PacketId + Ids) % Ids;
        return index < _entries.Count && _entries[index].PacketId == packetId && _entries[index].State != DeliveryState.Done ? index : -1;
    }

    /// <summary>PUBREC came: of a QoS 2 delivery only the packet id is still needed.</summary>
    public void Release(int index)
    {
        ref var entry = ref _entries[index];
        entry.Message?.Release();
        entry.Message = null;
        entry.Share = null;
        entry.State = DeliveryState.Released;
    }

    /// <summary>Ends an entry; returns how many places the window moved on.</summary>
    public int End(int index)
    {
        ref var entry = ref _entries[index];
        entry.Message?.Release();
        entry.Message = null;
        entry.State = DeliveryState.Done;
        Live--;
        var moved = 0;
        while (_entries.Count > 0 && _entries[0].State == DeliveryState.Done)
        {
            _entries.Dequeue();
            moved++;
        }

        return moved;
    }

    /// <summary>Ends those that are meant, and moves them to a list, in their order, with their references.</summary>
    public void Take(List<OutboxEntry> taken, Func<OutboxEntry, bool> which)
    {
        var before = taken.Count;
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            if (_entries[i].Message is { } message && which(_entries[i]))
            {
                message.AddReference();
                taken.Add(_entries[i]);
                End(i);
            }
        }

        taken.Reverse(before, taken.Count - before);
    }

    private static ushort NextId(ushort id) => id == Ids ? (ushort)1 : (ushort)(id + 1);
}
