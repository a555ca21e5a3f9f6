namespace Bridge.Mqtt.Packets;

/// <summary>AUTH (section 3.15), MQTT 5.0 only.</summary>
public sealed record AuthPacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Auth;

    /// <summary>Success, continue, or (from the client) authenticate anew.</summary>
    public MqttReasonCode ReasonCode { get; init; }

    /// <summary>Method, as in CONNECT; null only in a packet without any property.</summary>
    public string? AuthenticationMethod { get; init; }

    /// <summary>Data, or null.</summary>
    public ReadOnlyMemory<byte>? AuthenticationData { get; init; }

    /// <summary>For people, or null.</summary>
    public string? ReasonString { get; init; }
}
