using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>A PUBACK or PUBREC that waits: for the gate, for the store of a client that is away, or for receivers whose queues are half full.</summary>
internal sealed class PendingAck(PublishAcks acks, MqttPacketType type, ushort packetId, MqttReasonCode reason)
{
    // One for whoever is still adding reasons to wait.
    private int _waits = 1;

    public MqttPacketType Type { get; } = type;

    public ushort PacketId { get; } = packetId;

    public MqttReasonCode Reason { get; set; } = reason;

    public bool IsSettled => Volatile.Read(ref _waits) == 0;

    public void AddWait() => Interlocked.Increment(ref _waits);

    /// <summary>It waits for its place only.</summary>
    public void SettleNow() => Volatile.Write(ref _waits, 0);

    /// <summary>Called without a lock held.</summary>
    public void Settle(Turn turn)
    {
        if (Interlocked.Decrement(ref _waits) == 0)
        {
            acks.WriteSettled(turn);
        }
    }
}
