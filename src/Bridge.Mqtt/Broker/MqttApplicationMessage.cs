using System.Text;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>A message that owns its bytes: what a program publishes, what is retained, what a copy of a delivery becomes.</summary>
public sealed record MqttApplicationMessage
{
    /// <summary>No wildcards, at most 65,535 bytes of UTF-8 (MQTT 5.0, 4.7).</summary>
    public required string Topic { get; init; }

    /// <summary>Not copied: don't change it afterwards.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    public MqttQoS QoS { get; init; }

    /// <summary>Kept for later subscribers; with an empty payload it removes what was kept.</summary>
    public bool Retain { get; init; }

    public string? ResponseTopic { get; init; }

    public ReadOnlyMemory<byte>? CorrelationData { get; init; }

    public string? ContentType { get; init; }

    /// <summary>True says that the payload is UTF-8 (payload format indicator 1).</summary>
    public bool PayloadIsText { get; init; }

    /// <summary>Seconds; null never expires.</summary>
    public uint? MessageExpiry { get; init; }

    /// <summary>In order; names may repeat.</summary>
    public IReadOnlyList<MqttUserProperty> UserProperties { get; init; } = [];

    /// <summary>The payload as UTF-8; what isn't becomes U+FFFD.</summary>
    public string ReadText() => Encoding.UTF8.GetString(Payload.Span);
}
