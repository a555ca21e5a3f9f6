namespace Bridge.Mqtt.Packets;

/// <summary>CONNACK (section 3.2). A property that is null, or has its default, is not sent.</summary>
public sealed record ConnAckPacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.ConnAck;

    /// <summary>Whether the server goes on with a stored session; false with every failure [MQTT-3.2.2-6].</summary>
    public bool SessionPresent { get; init; }

    /// <summary>Success or why not. Written to a 3.1.1 client as the return code nearest to it.</summary>
    public MqttReasonCode ReasonCode { get; init; }

    /// <summary>Seconds that the session will live, where not as the client asked.</summary>
    public uint? SessionExpiryInterval { get; init; }

    /// <summary>Unacknowledged messages that the server takes at a time, 1–65,535.</summary>
    public ushort ReceiveMaximum { get; init; } = ushort.MaxValue;

    /// <summary>Highest QoS that the server takes.</summary>
    public MqttQoS MaximumQoS { get; init; } = MqttQoS.ExactlyOnce;

    /// <summary>Whether retained messages are supported.</summary>
    public bool RetainAvailable { get; init; } = true;

    /// <summary>Largest packet in bytes that the server takes; null is no limit.</summary>
    public uint? MaximumPacketSize { get; init; }

    /// <summary>The identifier that the server chose for a client without one.</summary>
    public string? AssignedClientIdentifier { get; init; }

    /// <summary>Highest topic alias that the server takes.</summary>
    public ushort TopicAliasMaximum { get; init; }

    /// <summary>For people, or null.</summary>
    public string? ReasonString { get; init; }

    /// <summary>Whether filters with wildcards are supported.</summary>
    public bool WildcardSubscriptionAvailable { get; init; } = true;

    /// <summary>Whether subscription identifiers are supported.</summary>
    public bool SubscriptionIdentifiersAvailable { get; init; } = true;

    /// <summary>Whether shared subscriptions are supported.</summary>
    public bool SharedSubscriptionAvailable { get; init; } = true;

    /// <summary>Seconds of keep alive that the client must use in place of its own.</summary>
    public ushort? ServerKeepAlive { get; init; }

    /// <summary>A base for response topics, or null.</summary>
    public string? ResponseInformation { get; init; }

    /// <summary>Another server to use, or null.</summary>
    public string? ServerReference { get; init; }

    /// <summary>Method of enhanced authentication, or null.</summary>
    public string? AuthenticationMethod { get; init; }

    /// <summary>Data of enhanced authentication, or null.</summary>
    public ReadOnlyMemory<byte>? AuthenticationData { get; init; }
}
