namespace Bridge.Mqtt.Broker;

/// <summary>
/// Packet ids of QoS 2 messages that a client sent and has not released: what makes a repeated PUBLISH no second message
/// [MQTT-4.3.3-10]. Guarded by the session's lock.
/// </summary>
internal sealed class InboundQoS2
{
    // Room for what a client with the usual receive maximum needs. One of 3.1.1 may have opened hundreds of times as many, once.
    private const int WorthKeeping = 256;

    // The value says whether the gate accepted it: what it had not when the connection broke goes through it again.
    private Dictionary<ushort, bool>? _ids;

    public IReadOnlyList<ushort> Ids => _ids is null ? [] : [.. _ids.Keys];

    /// <summary>Those that the gate has not let pass yet; null if there are none.</summary>
    public IReadOnlyList<ushort>? Undecided => _ids?.ContainsValue(false) == true ? [.. _ids.Where(id => !id.Value).Select(id => id.Key)] : null;

    /// <summary>Places, used or not.</summary>
    public int Capacity => _ids?.Capacity ?? 0;

    public bool Contains(ushort packetId) => _ids?.ContainsKey(packetId) == true;

    public bool IsAccepted(ushort packetId) => _ids is not null && _ids.TryGetValue(packetId, out var accepted) && accepted;

    public void Add(ushort packetId, bool accepted) => (_ids ??= [])[packetId] = accepted;

    public void Accept(ushort packetId)
    {
        if (Contains(packetId))
        {
            _ids![packetId] = true;
        }
    }

    /// <summary>False if it was not there.</summary>
    public bool Remove(ushort packetId)
    {
        var removed = _ids?.Remove(packetId) == true;
        if (_ids is { Count: 0, Capacity: > WorthKeeping })
        {
            _ids = null;
        }

        return removed;
    }
}
