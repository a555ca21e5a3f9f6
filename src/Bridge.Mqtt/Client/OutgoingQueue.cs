using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>
/// Messages that wait for the connection. Two queues, so that QoS 0 is not held up by flow control; across them the order of publishing
/// is kept. When full, QoS 0 drops its oldest; QoS 1 and 2 wait for room.
/// </summary>
internal sealed class OutgoingQueue(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Queue<PendingPublish> _unacknowledged = new();

    // A channel's writers that wait are let in one after the other, in the order in which they came.
    private readonly Channel<PendingPublish> _acknowledged = Channel.CreateBounded<PendingPublish>(capacity);

    private long _order;
    private long _dropped;

    /// <summary>QoS 0 messages that were dropped because the queue was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public async ValueTask<PendingPublish> AddAsync(PublishPacket packet, CancellationToken cancellation)
    {
        var publish = new PendingPublish(packet, Interlocked.Increment(ref _order));
        if (packet.QoS != MqttQoS.AtMostOnce)
        {
            await _acknowledged.Writer.WriteAsync(publish, cancellation);
            return publish;
        }

        lock (_lock)
        {
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
            var acknowledged = quota && _acknowledged.Reader.TryPeek(out var head) ? head : null;
            if (_unacknowledged.TryPeek(out publish) && publish.Order < (acknowledged?.Order ?? long.MaxValue))
            {
                _unacknowledged.Dequeue();
                return true;
            }

            publish = acknowledged;
            return acknowledged is not null && _acknowledged.Reader.TryRead(out publish);
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
}
