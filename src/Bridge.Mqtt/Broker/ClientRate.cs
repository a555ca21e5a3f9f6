namespace Bridge.Mqtt.Broker;

/// <summary>How fast the connections of one key may send, in messages and in bytes.</summary>
internal sealed class ClientRate(string key, ClientLimits limits, TimeProvider time)
{
    private readonly TokenBucket? _messages = limits.MessagesPerSecond == 0
        ? null
        : new TokenBucket(time, limits.MessagesPerSecond, limits.MessageBurst);

    // A burst of one packet at least, or a packet larger than a second's bytes could never be read.
    private readonly TokenBucket? _bytes = limits.BytesPerSecond == 0
        ? null
        : new TokenBucket(time, limits.BytesPerSecond, Math.Max(limits.BytesPerSecond, limits.PacketBytes));

    public string Key { get; } = key;

    /// <summary>Connections. Guarded by the table's lock.</summary>
    public int Users { get; set; }

    /// <summary>When it is forgotten, while nobody uses it. Guarded by the table's lock.</summary>
    public Deadline? Forgetting { get; set; }

    /// <summary>How long reading must pause after this message; zero if not.</summary>
    public TimeSpan Spend(int bytes)
    {
        var messages = _messages?.Spend(1) ?? TimeSpan.Zero;
        var volume = _bytes?.Spend(bytes) ?? TimeSpan.Zero;
        return messages > volume ? messages : volume;
    }
}
