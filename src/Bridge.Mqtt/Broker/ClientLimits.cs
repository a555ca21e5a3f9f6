namespace Bridge.Mqtt.Broker;

/// <summary>What one client may use. Immutable: one instance serves every client of a kind.</summary>
public sealed record ClientLimits
{
    /// <summary>A tool or program: trusted more, not limited in rate.</summary>
    public static ClientLimits Tool { get; } = new();

    /// <summary>A phone's page.</summary>
    public static ClientLimits Device { get; } = new()
    {
        Subscriptions = 8,
        MessagesPerSecond = 200,
        MessageBurst = 1000,
        BytesPerSecond = 256 * 1024,
        RetainAvailable = false,
    };

    /// <summary>
    /// Bytes of a packet from the client, header included; what goes to it is bounded by what may come from others, and by its own Maximum Packet Size.
    /// Range 256 to 268,435,455. Default 262,144. Beyond: 0x95, disconnected.
    /// </summary>
    public int PacketBytes { get; init; } = 256 * 1024;

    /// <summary>Subscriptions of a session. Range 1 to 100,000. Default 256. Beyond: SUBACK 0x97.</summary>
    public int Subscriptions { get; init; } = 256;

    /// <summary>Highest topic alias that the client may send, and the most that we send it. Range 0 to 65,535. Default 16. Beyond: 0x94, disconnected.</summary>
    public ushort TopicAliases { get; init; } = 16;

    /// <summary>QoS 1 and 2 messages that the client may have unacknowledged. Range 1 to 65,535. Default 64. Beyond: 0x93, disconnected.</summary>
    public ushort ReceiveMaximum { get; init; } = 64;

    /// <summary>QoS 1 and 2 messages that we keep unacknowledged towards the client, if its own receive maximum allows. Range 1 to 16,383. Default 256.</summary>
    public ushort SendMaximum { get; init; } = 256;

    /// <summary>Seconds. Range 1 to 65,535. Default 120. A client that asks for more, or for none, gets this as Server Keep Alive; cut at 1.5 times. A 3.1.1 client can't be told, so its own value stands.</summary>
    public ushort KeepAliveMaximum { get; init; } = 120;

    /// <summary>How long a session may outlive its connection. Range 0 to 136 years. Default 10 min. A client that asks for more gets this; a 3.1.1 client without clean session too.</summary>
    public TimeSpan SessionExpiryMaximum { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// QoS 1 and 2 messages that wait for the client. Range 1 to 1,000,000. Default 1,000. Beyond: away, the oldest is
    /// dropped and counted; connected, senders wait and the client is cut with 0x97.
    /// </summary>
    public int QueueMessages { get; init; } = 1000;

    /// <summary>Bytes that wait for the client, QoS 0 counted apart. Range 1,024 to 1 GiB. Default 4 MiB. Beyond: as for messages.</summary>
    public int QueueBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>PUBLISH packets a second. Range 1 to 10,000,000, zero is unlimited. Default unlimited. Beyond: reading pauses.</summary>
    public int MessagesPerSecond { get; init; }

    /// <summary>PUBLISH packets at once after a rest. Range 1 to 10,000,000. Default 1,000.</summary>
    public int MessageBurst { get; init; } = 1000;

    /// <summary>Bytes read a second; as much at once after a rest, or one packet. Range 1,024 to 1 GiB, zero is unlimited. Default unlimited. Beyond: reading pauses.</summary>
    public int BytesPerSecond { get; init; }

    /// <summary>Whether the client may publish retained messages. Default true. If not: told in CONNACK; 0x9A, disconnected.</summary>
    public bool RetainAvailable { get; init; } = true;
}
