using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Topics;

namespace Bridge.Server.Security;

/// <summary>
/// What the broker allows with <c>--mqtt-open</c>: whatever the standard lets a client ask for, where a smaller limit is only this product's
/// policy. Conformance suites and benchmarks come from one address, quickly, and use what the wire can carry.
/// </summary>
internal static class OpenLimits
{
    // The largest MQTT packet over TCP and over WebSocket alike: one frame of the default size.
    private const int PacketBytes = 1024 * 1024;

    /// <summary>For the whole broker.</summary>
    public static BrokerLimits Broker { get; } = new()
    {
        ConnectPacketBytes = PacketBytes,
        Connections = 100_000,
        ConnectionsPerAddress = 100_000,
        NewConnectionsPerSecond = 1_000_000,
        UnauthenticatedConnections = 100_000,
        ClientIdBytes = TopicName.MaxBytes,
        TopicBytes = TopicName.MaxBytes,
        TopicLevels = 128,
        UserProperties = ushort.MaxValue,
        UserPropertyBytes = PacketBytes,
        RetainedMessages = 1_000_000,
        OfflineSessions = 100_000,
    };

    /// <summary>For an anonymous client. Queues stay bounded as ever.</summary>
    public static ClientLimits Client { get; } = new()
    {
        PacketBytes = PacketBytes,
        Subscriptions = 100_000,
        ReceiveMaximum = 1024,
        SendMaximum = 1024,
        SessionExpiryMaximum = TimeSpan.FromSeconds(uint.MaxValue),
    };
}
