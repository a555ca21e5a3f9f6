namespace Bridge.Mqtt.Packets;

/// <summary>The will of a CONNECT (section 3.1.3.2): published for the client when it goes without saying so.</summary>
public sealed record WillMessage
{
    /// <summary>Topic name.</summary>
    public required string Topic { get; init; }

    /// <summary>Payload.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>QoS.</summary>
    public MqttQoS QoS { get; init; }

    /// <summary>Retain.</summary>
    public bool Retain { get; init; }

    /// <summary>Seconds between the end of the connection and the will.</summary>
    public uint DelayInterval { get; init; }

    /// <summary>Whether the payload is UTF-8 text.</summary>
    public bool PayloadIsText { get; init; }

    /// <summary>Seconds that the message lives, or null for ever.</summary>
    public uint? MessageExpiryInterval { get; init; }

    /// <summary>Content type, or null.</summary>
    public string? ContentType { get; init; }

    /// <summary>Response topic, or null.</summary>
    public string? ResponseTopic { get; init; }

    /// <summary>Correlation data, or null.</summary>
    public ReadOnlyMemory<byte>? CorrelationData { get; init; }

    /// <summary>User properties in their order.</summary>
    public IReadOnlyList<MqttUserProperty> UserProperties { get; init; } = [];
}
