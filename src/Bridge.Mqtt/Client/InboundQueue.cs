using System.Threading.Channels;
using Bridge.Mqtt.Packets;
using Microsoft.Extensions.Logging;

namespace Bridge.Mqtt.Client;

/// <summary>
/// Between the read loop and the handlers, so that a handler may itself wait for the server. Bounded: when full, QoS 0 drops the newest and
/// counts it; QoS 1 and 2 have room of their own for all that flow control lets come with MQTT 5.0; beyond it 3.1.1 stops the reading.
/// </summary>
internal sealed class InboundQueue(ClientSubscriptions subscriptions, MqttClientOptions options)
{
    private static readonly AsyncLocal<InboundQueue?> Handling = new();

    private readonly Channel<InboundMessage> _channel =
        Channel.CreateBounded<InboundMessage>(new BoundedChannelOptions(options.QueueCapacity + options.ReceiveMaximum) { SingleReader = true });

    private long _dropped;

    /// <summary>QoS 0 messages that were dropped because handlers are too slow.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Whether one of the handlers asks: it can't wait for their end.</summary>
    public bool IsHandling => Handling.Value == this;

    /// <summary>Adds a message of QoS 0, or drops it.</summary>
    public void AddOrDrop(InboundMessage message)
    {
        if (_channel.Reader.Count >= options.QueueCapacity || !_channel.Writer.TryWrite(message))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Adds a message of QoS 1 or 2 if there is room.</summary>
    public bool TryAdd(InboundMessage message) => _channel.Writer.TryWrite(message);

    /// <summary>Adds a message of QoS 1 or 2 when there is room.</summary>
    public ValueTask AddAsync(InboundMessage message, CancellationToken cancellation) => _channel.Writer.WriteAsync(message, cancellation);

    /// <summary>Hands messages to their handlers until <see cref="Complete"/>.</summary>
    public async Task RunAsync()
    {
        Handling.Value = this;
        await foreach (var (packet, connection) in _channel.Reader.ReadAllAsync())
        {
            try
            {
                if (!await subscriptions.DispatchAsync(packet) && options.Unrouted is { } unrouted)
                {
                    await unrouted(packet);
                }
            }
            catch (Exception cause)
            {
                // A handler's fault is the program's, not the server's: it is told, and the message counts as taken.
                ClientLog.HandlerFailed(options.Logger, packet.Topic, cause);
            }

            connection.Handled(packet);
        }
    }

    public void Complete() => _channel.Writer.TryComplete();
}
