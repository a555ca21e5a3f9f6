using System.Buffers;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// A message that outlives the buffer it was read from: queued, in flight, retained, or shown to this process. Its bytes are
/// copied once and shared by everyone who waits for it; the last <see cref="Release"/> gives them back.
/// <code>
/// buffer:  payload | forwarded properties (5.0 encoding, without their length)
/// </code>
/// </summary>
internal sealed class Publication
{
    private byte[] _buffer = [];
    private int _payloadLength;
    private int _propertiesLength;
    private int _references;
    private MqttDelivery? _delivery;

    public TopicRoute Topic { get; private set; } = null!;

    public MqttQoS QoS { get; private set; }

    public bool Retain { get; private set; }

    /// <summary>A timestamp of the broker's clock; <see cref="long.MaxValue"/> never.</summary>
    public long ExpiresAt { get; private set; }

    public MqttClientInfo? Sender { get; private set; }

    /// <summary>While it is in the pool: the next of its stack.</summary>
    public Publication? Below { get; set; }

    public ReadOnlyMemory<byte> Payload => _buffer.AsMemory(0, _payloadLength);

    public ReadOnlySpan<byte> Properties => _buffer.AsSpan(_payloadLength, _propertiesLength);

    /// <summary>What it weighs in a queue, in bytes.</summary>
    public int Weight => _payloadLength + _propertiesLength + Topic.Utf8.Length;

    /// <summary>Fills a fresh or recycled instance; the caller holds the one reference.</summary>
    public void Fill(scoped in OutgoingPublish message)
    {
        _payloadLength = message.Payload.Length;
        _propertiesLength = message.Properties.Length;
        var needed = _payloadLength + _propertiesLength;
        if (_buffer.Length < needed)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(needed);
        }

        message.Payload.CopyTo(_buffer);
        message.Properties.CopyTo(_buffer.AsSpan(_payloadLength));
        Topic = message.Topic;
        QoS = message.QoS;
        Retain = message.Retain;
        ExpiresAt = message.ExpiresAt;
        Sender = message.Sender;
        _references = 1;
    }

    /// <summary>The view for programs of this process; made once for all messages that this instance will hold, of any broker on the same clock.</summary>
    public MqttDelivery Delivery(TimeProvider time, bool isReplay) =>
        isReplay ? new MqttDelivery(this, time, isReplay: true)
        : _delivery is { } made && ReferenceEquals(made.Time, time) ? made
        : _delivery = new MqttDelivery(this, time);

    public Publication AddReference()
    {
        Interlocked.Increment(ref _references);
        return this;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) > 0)
        {
            return;
        }

        Topic = null!;
        Sender = null;
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }

        PublicationPool.Return(this);
    }

    /// <summary>The same message as something that can be routed or written.</summary>
    public OutgoingPublish ToOutgoing() => new()
    {
        Topic = Topic,
        Payload = Payload.Span,
        Properties = Properties,
        QoS = QoS,
        Retain = Retain,
        ExpiresAt = ExpiresAt,
        Sender = Sender,
        Shared = this,
    };

    public MqttApplicationMessage ToMessage(TimeProvider time) => new()
    {
        Topic = Topic.Topic,
        Payload = Payload.ToArray(),
        QoS = QoS,
        Retain = Retain,
        ResponseTopic = ForwardedProperties.ReadResponseTopic(Properties),
        CorrelationData = ForwardedProperties.ReadCorrelationData(Properties),
        ContentType = ForwardedProperties.ReadContentType(Properties),
        PayloadIsText = ForwardedProperties.ReadPayloadIsText(Properties),
        MessageExpiry = Expiry.SecondsLeft(ExpiresAt, time),
        UserProperties = ForwardedProperties.ReadUserProperties(Properties),
    };
}
