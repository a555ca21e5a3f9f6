using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>A CONNECT that was let in, with what was negotiated for it.</summary>
internal sealed record AcceptedConnect
{
    public required ConnectPacket Packet { get; init; }

    public required MqttAuthentication Authentication { get; init; }

    /// <summary>The last step's of enhanced authentication, for CONNACK.</summary>
    public ReadOnlyMemory<byte>? AuthenticationData { get; init; }

    public required ClientLimits Limits { get; init; }

    /// <summary>The one in force, whoever chose it.</summary>
    public required string ClientId { get; init; }

    /// <summary>Zero is off.</summary>
    public required TimeSpan KeepAlive { get; init; }

    /// <summary>What a 5.0 client is told to use; null if its own stands.</summary>
    public ushort? ServerKeepAlive { get; init; }

    public required TimeSpan SessionExpiry { get; init; }

    public MqttClientInfo ToClient(MqttTransport transport, DateTimeOffset now, bool sessionPresent) => new()
    {
        ClientId = ClientId,
        Identity = Authentication.Identity,
        ProtocolVersion = Packet.Version,
        Transport = transport,
        ConnectedAt = now,
        UserName = Packet.UserName,
        UserProperties = Packet.UserProperties,
        KeepAlive = KeepAlive,
        CleanStart = Packet.CleanStart,
        SessionPresent = sessionPresent,
        SessionExpiry = SessionExpiry,
    };

    /// <summary>What the server allows, where it is not what the client must assume anyway (3.2.2.3).</summary>
    public ConnAckPacket ToConnAck(bool sessionPresent) => new()
    {
        SessionPresent = sessionPresent,
        SessionExpiryInterval = Seconds(SessionExpiry) == Packet.SessionExpiryInterval ? null : Seconds(SessionExpiry),
        ReceiveMaximum = Limits.ReceiveMaximum,
        RetainAvailable = Limits.RetainAvailable,
        MaximumPacketSize = (uint)Limits.PacketBytes,
        AssignedClientIdentifier = ClientId == Packet.ClientId ? null : ClientId,
        TopicAliasMaximum = Limits.TopicAliases,
        ServerKeepAlive = ServerKeepAlive,
        UserProperties = Authentication.UserProperties,
        // The same as in CONNECT [MQTT-4.12.0-5], and none where that had none [MQTT-4.12.0-6].
        AuthenticationMethod = Packet.AuthenticationMethod,
        AuthenticationData = AuthenticationData,
    };

    private static uint Seconds(TimeSpan expiry) =>
        expiry == TimeSpan.MaxValue ? uint.MaxValue : (uint)Math.Min(expiry.TotalSeconds, uint.MaxValue);
}
