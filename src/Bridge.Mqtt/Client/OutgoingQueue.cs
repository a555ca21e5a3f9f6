using System.Diagnostics.CodeAnalysis;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>
/// Messages that wait for the connection. Two queues, so that QoS 0 is not held up by flow control; across them the order of publishing
/// is kept. When full, QoS 0 drops its oldest; QoS 1 and 2 wait for room.
/// </summary>
internal sealed class OutgoingQueue(int capacity) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _room = new(capacity);
    private readonly Queue<PendingPublish> _unacknowledged = new();
    private readonly Queue<PendingPublish> _acknowledged = new();
    private long _order;
    private long _dropped;

    /// <summary>QoS 0 messages that were dropped because the queue was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public async ValueTask<PendingPublish> AddAsync(PublishPacket packet, CancellationToken cancellation)
    {
        if (packet.QoS != MqttQoS.AtMostOnce)
        {
            await _room.WaitAsync(cancellation);
        }

        lock (_lock)
        {
            var publish = new PendingPublish(packet, _order++);
            if (packet.QoS != MqttQoS.AtMostOnce)
            {
                _acknowledged.Enqueue(publish);
                return publish;
            }

            if (_unacknowledged.Count == capacity)
            {
                _dropped++;
                _unacknowledged.Dequeue().Complete(MqttReasonCode.QuotaExceeded, "dropped: the queue of QoS 0 was full");
            }

            _unacknowledged.Enqueue(publish);
            return publish;
        }
    }

    /// <summary>Takes the oldest message, or the oldest of QoS 0 where flow control lets nothing else through.</summary>
    public bool TryTake(bool quota, [NotNullWhen(true)] out PendingPublish? publish)
    {
        lock (_lock)
        {
            publish = null;
            var acknowledged = quota && _acknowledged.TryPeek(out var head) ? head : null;
            _ = _unacknowledged.TryPeek(out var other);
            if (acknowledged is null && other is null)
            {
                return false;
            }

            if (acknowledged is null || (other is not null && other.Order < acknowledged.Order))
            {
                publish = _unacknowledged.Dequeue();
                return true;
            }

            publish = _acknowledged.Dequeue();
            _room.Release();
            return true;
        }
    }

    /// <summary>Ends every message that waits.</summary>
    public void FailAll(Exception cause)
    {
        while (TryTake(quota: true, out var publish))
        {
            publish.Fail(cause);
        }
    }

    public void Dispose() => _room.Dispose();
}
