using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// The acknowledgements that one connection owes its client, in the order of the messages [MQTT-4.6.0-2, -3]. Most are written at
/// once; those that wait for something hold back the ones behind them. Guarded by the session's lock.
/// </summary>
internal sealed class PublishAcks(MqttConnection connection, int receiveMaximum)
{
    private RingQueue<PendingAck>? _pending;
    private TaskCompletionSource? _room;

    /// <summary>Messages that the client has open: the server's receive maximum bounds them (4.9).</summary>
    public int Open { get; private set; }

    public bool IsFull => Open >= receiveMaximum;

    /// <summary>As many wait as a client of 5.0 could have open. 3.1.1 knows no receive maximum: there, reading waits.</summary>
    public bool MustWait => _pending is { } pending && pending.Count >= receiveMaximum;

    public void OpenOneWithLock() => Open++;

    /// <summary>More may be closed than opened: those of a session's earlier connection.</summary>
    public void CloseOneWithLock() => Open = Math.Max(Open - 1, 0);

    /// <summary>Writes an acknowledgement, or queues it behind those that wait.</summary>
    public void AnswerWithLock(MqttPacketType type, ushort packetId, MqttReasonCode reason, Turn turn)
    {
        if (_pending is not { Count: > 0 })
        {
            WriteWithLock(type, packetId, reason, turn);
            return;
        }

        var ack = new PendingAck(this, type, packetId, reason);
        ack.SettleNow();
        _pending.Enqueue(ack);
    }

    /// <summary>An acknowledgement that waits until it is settled.</summary>
    public PendingAck DeferWithLock(MqttPacketType type, ushort packetId, MqttReasonCode reason)
    {
        var ack = new PendingAck(this, type, packetId, reason);
        (_pending ??= new RingQueue<PendingAck>()).Enqueue(ack);
        return ack;
    }

    /// <summary>Writes those at the front that have nothing to wait for.</summary>
    public void WriteSettled(Turn turn)
    {
        lock (connection.Writer.Sync)
        {
            while (_pending is { Count: > 0 } && _pending[0].IsSettled)
            {
                var ack = _pending.Dequeue();
                WriteWithLock(ack.Type, ack.PacketId, ack.Reason, turn);
            }

            if (_room is { } room && !MustWait)
            {
                _room = null;
                room.TrySetResult();
            }
        }
    }

    /// <summary>Ends when <see cref="MustWait"/> does.</summary>
    public Task WhenRoom()
    {
        lock (connection.Writer.Sync)
        {
            return !MustWait
                ? Task.CompletedTask
                : (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private void WriteWithLock(MqttPacketType type, ushort packetId, MqttReasonCode reason, Turn turn)
    {
        var failed = reason >= MqttReasonCode.UnspecifiedError;
        if (failed && connection.Packets.Version == MqttProtocolVersion.V311)
        {
            // 3.1.1 can't say no: it acknowledges or closes (3.3.5). What the gate refused is not safe.
            connection.Close(reason);
            return;
        }

        if (type == MqttPacketType.PubAck || failed)
        {
            CloseOneWithLock();
        }

        // A client that is back on another connection never hears this, and has its message still open.
        if (type == MqttPacketType.PubRec && failed && ReferenceEquals(connection.Session!.Connection, connection))
        {
            connection.Session.ReceivedQoS2.Remove(packetId);
        }

        connection.Packets.AckWithLock(type, packetId, reason, turn);
    }
}
