using Bridge.Mqtt.Codec;

namespace Bridge.Mqtt.Broker;

/// <summary>What the whole broker may be asked for. Each limit ends in a reason code or a counted drop.</summary>
public sealed class BrokerLimits
{
    /// <summary>
    /// Bytes of the first packet, header included. Range 128 to 1,048,576. Default 4,096: a stranger gets no more
    /// memory than a CONNECT with a will needs. Beyond: closed without a word, the version being unknown yet.
    /// </summary>
    public int ConnectPacketBytes { get; init; } = 4096;

    /// <summary>
    /// From the accepted connection to the accepted CONNECT. Range 100 ms to 60 s. Default 5 s: a slow phone makes
    /// it, a half-open socket doesn't stay. Beyond: closed without a word.
    /// </summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections at once. Range 1 to 1,000,000. Default 10,000. Beyond: closed at once.</summary>
    public int Connections { get; init; } = 10_000;

    /// <summary>Connections of one IP address. Range 1 to 1,000,000. Default 64: a household behind one NAT. Beyond: closed at once.</summary>
    public int ConnectionsPerAddress { get; init; } = 64;

    /// <summary>New connections a second, refilled continuously. Range 1 to 1,000,000. Default 500: thousands of phones are back within seconds. Beyond: closed at once.</summary>
    public int NewConnectionsPerSecond { get; init; } = 500;

    /// <summary>Connections whose CONNECT was not accepted yet. Range 1 to 1,000,000. Default 1,000. Beyond: closed at once.</summary>
    public int UnauthenticatedConnections { get; init; } = 1000;

    /// <summary>Bytes of a client id. Range 23 to 65,535 (3.1.1 demands 23). Default 64. Beyond: 0x85.</summary>
    public int ClientIdBytes { get; init; } = 64;

    /// <summary>Bytes of a topic or filter. Range 16 to 65,535. Default 256. Beyond: 0x90 and disconnected for a topic, SUBACK 0x8F for a filter.</summary>
    public int TopicBytes { get; init; } = 256;

    /// <summary>Levels of a topic or filter. Range 1 to 128. Default 8: bounds a walk through the tries. Beyond: as for bytes.</summary>
    public int TopicLevels { get; init; } = 8;

    /// <summary>User properties in one packet. Range 0 to 65,535. Default 16. Beyond: 0x97, disconnected.</summary>
    public int UserProperties { get; init; } = 16;

    /// <summary>Bytes of names and values of all user properties of one packet. Range 0 to 1,048,576. Default 2,048. Beyond: 0x97, disconnected.</summary>
    public int UserPropertyBytes { get; init; } = 2048;

    /// <summary>Retained messages in all. Range 0 to 10,000,000. Default 10,000. Beyond: delivered, not retained, and counted as dropped (<c>retained_full</c>); replacing and removing still work. Also how many may wait for one client that subscribed; beyond: cut with 0x97.</summary>
    public int RetainedMessages { get; init; } = 10_000;

    /// <summary>Sessions without a connection. Range 0 to 1,000,000. Default 10,000. Beyond: a session ends with its connection.</summary>
    public int OfflineSessions { get; init; } = 10_000;

    /// <summary>
    /// How long a connected client may be above half of its queue, senders waiting for it, before it is cut with 0x97.
    /// Range 0 to 60 s. Default 5 s.
    /// </summary>
    public TimeSpan SlowClientGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a peer may take nothing of what is written to it. Range 1 s to 10 min. Default 60 s: longer than a
    /// phone's pause between two radio cells. Beyond: the transport is aborted.
    /// </summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For clients to which the authenticator gives no limits of their own.</summary>
    public ClientLimits Client { get; init; } = ClientLimits.Tool;

    /// <summary>What the codec refuses of a client that may send packets of this size, and have so many subscriptions.</summary>
    internal CodecLimits ToCodec(int packetBytes, int filters) => new()
    {
        MaximumPacketSize = packetBytes,
        // Whoever may have more subscriptions than is usual may ask for all of them at once; beyond, SUBACK says which are too many.
        MaximumFilters = Math.Max(CodecLimits.UsualFilters, filters),
        MaximumUserProperties = UserProperties,
        MaximumUserPropertyBytes = UserPropertyBytes,
    };

    internal IEnumerable<string> Validate() => BrokerLimitsValidation.Errors(this);
}
