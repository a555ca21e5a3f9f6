using System.Text;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// A message on its way through the broker, as in-process subscribers and the gate see it. Its memory belongs to the
/// broker and is used again after the call (for the gate: after its task); <see cref="ToMessage"/> copies.
/// </summary>
public sealed class MqttDelivery
{
    private readonly Publication _publication;

    internal MqttDelivery(Publication publication, TimeProvider time, bool isReplay = false)
    {
        _publication = publication;
        Time = time;
        IsReplay = isReplay;
    }

    internal TimeProvider Time { get; }

    public string Topic => _publication.Topic.Topic;

    /// <summary>Valid during the call only.</summary>
    public ReadOnlyMemory<byte> Payload => _publication.Payload;

    /// <summary>As published.</summary>
    public MqttQoS QoS => _publication.QoS;

    /// <summary>As published.</summary>
    public bool Retain => _publication.Retain;

    /// <summary>True for a retained message that a new subscriber gets, published before it subscribed.</summary>
    public bool IsReplay { get; }

    /// <summary>Null if a program in this process published it, or the sender is unknown (loaded from a store).</summary>
    public MqttClientInfo? Sender => _publication.Sender;

    public string? ResponseTopic => ForwardedProperties.ReadResponseTopic(_publication.Properties);

    /// <summary>A copy.</summary>
    public ReadOnlyMemory<byte>? CorrelationData => ForwardedProperties.ReadCorrelationData(_publication.Properties);

    public string? ContentType => ForwardedProperties.ReadContentType(_publication.Properties);

    /// <summary>Payload format indicator.</summary>
    public bool PayloadIsText => ForwardedProperties.ReadPayloadIsText(_publication.Properties);

    /// <summary>Seconds left; null never expires.</summary>
    public uint? MessageExpiry => Expiry.SecondsLeft(_publication.ExpiresAt, Time);

    /// <summary>In the sender's order.</summary>
    public IReadOnlyList<MqttUserProperty> UserProperties => ForwardedProperties.ReadUserProperties(_publication.Properties);

    /// <summary>The payload as UTF-8; what isn't becomes U+FFFD.</summary>
    public string ReadText() => Encoding.UTF8.GetString(Payload.Span);

    /// <summary>A copy that may be kept.</summary>
    public MqttApplicationMessage ToMessage() => _publication.ToMessage(Time);
}
