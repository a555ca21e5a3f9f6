namespace Bridge.Mqtt.Packets;

/// <summary>DISCONNECT (section 3.14). In MQTT 3.1.1 the client alone sends it, and it is empty.</summary>
public sealed record DisconnectPacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Disconnect;

    /// <summary>Why the connection ends.</summary>
    public MqttReasonCode ReasonCode { get; init; }

    /// <summary>Seconds; a client's change of mind, null for none. The server never sends it [MQTT-3.14.2-2].</summary>
    public uint? SessionExpiryInterval { get; init; }

    /// <summary>For people, or null.</summary>
    public string? ReasonString { get; init; }

    /// <summary>Another server to use, or null; from the server only.</summary>
    public string? ServerReference { get; init; }
}
