using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// A message on its way through the broker, as in-process subscribers and the gate see it. Its memory belongs to the
/// broker and is used again after the call (for the gate: after its task); <see cref="ToMessage"/> copies.
/// </summary>
public sealed class MqttDelivery
{
    public string Topic { get; internal set; } = "";

    /// <summary>Valid during the call only.</summary>
    public ReadOnlyMemory<byte> Payload { get; internal set; }

    /// <summary>As published.</summary>
    public MqttQoS QoS { get; internal set; }

    /// <summary>As published; for a retained message handed to a new subscriber, true.</summary>
    public bool Retain { get; internal set; }

    /// <summary>Null if a program in this process published it, or the sender is unknown (retained).</summary>
    public MqttClientInfo? Sender { get; internal set; }

    public string? ResponseTopic { get; internal set; }

    /// <summary>Valid during the call only.</summary>
    public ReadOnlyMemory<byte>? CorrelationData { get; internal set; }

    public string? ContentType { get; internal set; }

    /// <summary>Payload format indicator.</summary>
    public bool PayloadIsText { get; internal set; }

    /// <summary>Seconds left; null never expires.</summary>
    public uint? MessageExpiry { get; internal set; }

    /// <summary>In the sender's order.</summary>
    public IReadOnlyList<MqttUserProperty> UserProperties { get; internal set; } = [];

    /// <summary>A copy that may be kept.</summary>
    public MqttApplicationMessage ToMessage() => new()
    {
        Topic = Topic,
        Payload = Payload.ToArray(),
        QoS = QoS,
        Retain = Retain,
        ResponseTopic = ResponseTopic,
        CorrelationData = CorrelationData?.ToArray(),
        ContentType = ContentType,
        PayloadIsText = PayloadIsText,
        MessageExpiry = MessageExpiry,
        UserProperties = UserProperties,
    };
}
