namespace Bridge.Mqtt.Packets;

/// <summary>CONNECT (section 3.1). Of the properties, MQTT 3.1.1 has none: they keep the values that their absence means.</summary>
public sealed record ConnectPacket : MqttPacket
{
    /// <inheritdoc/>
    public override MqttPacketType Type => MqttPacketType.Connect;

    /// <summary>Protocol level.</summary>
    public MqttProtocolVersion Version { get; init; } = MqttProtocolVersion.V5;

    /// <summary>Client identifier; empty asks the server for one.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Clean Start (5.0) or Clean Session (3.1.1).</summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>Seconds; 0 turns the keep alive off.</summary>
    public ushort KeepAlive { get; init; }

    /// <summary>User name, or null.</summary>
    public string? UserName { get; init; }

    /// <summary>Password, or null.</summary>
    public ReadOnlyMemory<byte>? Password { get; init; }

    /// <summary>The will, or null.</summary>
    public WillMessage? Will { get; init; }

    /// <summary>Seconds that the session outlives the connection; 0 not at all, 0xFFFFFFFF for ever.</summary>
    public uint SessionExpiryInterval { get; init; }

    /// <summary>Unacknowledged QoS 1 and 2 messages that the client takes at a time, 1–65,535.</summary>
    public ushort ReceiveMaximum { get; init; } = ushort.MaxValue;

    /// <summary>Largest packet in bytes that the client takes; null is no limit.</summary>
    public uint? MaximumPacketSize { get; init; }

    /// <summary>Highest topic alias that the client takes; 0 is none.</summary>
    public ushort TopicAliasMaximum { get; init; }

    /// <summary>Whether the client wants Response Information in CONNACK.</summary>
    public bool RequestResponseInformation { get; init; }

    /// <summary>False: no reason string or user property on packets but PUBLISH, CONNACK and DISCONNECT [MQTT-3.1.2-29].</summary>
    public bool RequestProblemInformation { get; init; } = true;

    /// <summary>Method of enhanced authentication, or null for none.</summary>
    public string? AuthenticationMethod { get; init; }

    /// <summary>Data of enhanced authentication, or null.</summary>
    public ReadOnlyMemory<byte>? AuthenticationData { get; init; }
}
