using System.Net;
using System.Net.Security;
using System.Text;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Mqtt.Client;

/// <summary>How a <see cref="MqttClient"/> connects, and what it holds.</summary>
public sealed record MqttClientOptions
{
    /// <summary>MQTT 5.0 or 3.1.1. Default 5.0.</summary>
    public MqttProtocolVersion Version { get; init; } = MqttProtocolVersion.V5;

    /// <summary>Client identifier, at most 65,535 bytes. Default empty: the server assigns one (5.0), which is kept for reconnects.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>
    /// Whether the first connection begins a new session. Default true. A reconnect goes on with the session; in MQTT 3.1.1 with true every
    /// connection begins anew, since there the flag also says that the session ends with the connection.
    /// </summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>Seconds that the server keeps the session after the connection, 5.0 only. Default 0: not at all.</summary>
    public uint SessionExpiryInterval { get; init; }

    /// <summary>Longest silence of the client, 1–65,535 s, in whole seconds. Default 60 s; 0 turns it off. The server's own value wins.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>User name, or null.</summary>
    public string? UserName { get; init; }

    /// <summary>Password, or null. MQTT 3.1.1 wants a user name with it.</summary>
    public ReadOnlyMemory<byte>? Password { get; init; }

    /// <summary>What the server publishes when the client goes without saying so, or null.</summary>
    public WillMessage? Will { get; init; }

    /// <summary>User properties of CONNECT.</summary>
    public IReadOnlyList<MqttUserProperty> UserProperties { get; init; } = [];

    /// <summary>
    /// Messages of QoS 1 and 2 that the server may send before the handlers are done with them, 1–65,535. Default 256. 5.0 only. Of a server that
    /// sends more, more are taken while fewer than this and <see cref="QueueCapacity"/> wait; then the connection ends with 0x93.
    /// </summary>
    public ushort ReceiveMaximum { get; init; } = 256;

    /// <summary>Largest packet taken, in bytes. Default 1 MiB; a larger one ends the connection with 0x95.</summary>
    public int MaximumPacketSize { get; init; } = 1024 * 1024;

    /// <summary>Topic aliases that the server may use towards the client. Default 16; 0 is none.</summary>
    public ushort TopicAliasMaximum { get; init; } = 16;

    /// <summary>
    /// Messages that wait to be sent, for QoS 0 and for QoS 1 and 2 each. Default 1,000. When full, QoS 0 drops its oldest and counts it
    /// (<see cref="MqttClient.Dropped"/>), QoS 1 and 2 make the publisher wait. Also the bound of messages that wait for a handler.
    /// </summary>
    public int QueueCapacity { get; init; } = 1000;

    /// <summary>How long a connection may take to be made, CONNACK included. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a lost connection is made again. Default true. A first connection that fails is the caller's to repeat.</summary>
    public bool Reconnect { get; init; } = true;

    /// <summary>Longest wait before the first attempt to reconnect; doubles with each. Default 0.5 s. The wait is drawn from 0 to there.</summary>
    public TimeSpan ReconnectMinimum { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Bound of the longest wait between attempts. Default 30 s.</summary>
    public TimeSpan ReconnectMaximum { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Method of enhanced authentication (5.0, section 4.12), or null for none.</summary>
    public string? AuthenticationMethod { get; init; }

    /// <summary>First data of enhanced authentication, or null.</summary>
    public ReadOnlyMemory<byte>? AuthenticationData { get; init; }

    /// <summary>Answers the server's AUTH data with the client's. Null: a server that goes on with authentication is left.</summary>
    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? Authenticate { get; init; }

    /// <summary>Level under which answers to requests come in. Default <c>reply</c>: <c>reply/{client id}</c>, unless the server tells a base.</summary>
    public string ResponseTopicBase { get; init; } = "reply";

    /// <summary>
    /// Asked before each CONNECT, a reconnect's too, as for a token that has a time to live. Of the packet that it returns, a changed one,
    /// user name, password, will, user properties and authentication data count. It has <see cref="ConnectTimeout"/>; what it throws is a failed attempt.
    /// </summary>
    public Func<ConnectPacket, CancellationToken, ValueTask<ConnectPacket>>? Connecting { get; init; }

    /// <summary>
    /// Makes the bytes' way to a host and port instead of a TCP connection of the client's own: through a proxy, over a Unix domain socket, from a certain
    /// local address. TLS and WebSocket go over it, as the address says. Null connects by TCP.
    /// </summary>
    public Func<DnsEndPoint, CancellationToken, ValueTask<Stream>>? ConnectCallback { get; init; }

    /// <summary>TLS of <c>mqtts</c> and <c>wss</c>; null for the system's rules. Its <c>TargetHost</c>, where it says none, is the address's host.</summary>
    public SslClientAuthenticationOptions? Tls { get; init; }

    /// <summary>Headers of the WebSocket upgrade, such as Cookie or Authorization.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Takes messages that no subscription of this object matches, as of a session that an earlier program began.</summary>
    public Func<PublishPacket, ValueTask>? Unrouted { get; init; }

    /// <summary>Source of time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Takes what happens.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    internal CodecLimits Limits => CodecLimits.None with { MaximumPacketSize = MaximumPacketSize };

    /// <summary>What is out of its range, a sentence each.</summary>
    internal IReadOnlyList<string> Validate()
    {
        (bool Kept, string Rule)[] rules =
        [
            (Encoding.UTF8.GetByteCount(ClientId) <= ushort.MaxValue, "ClientId: at most 65,535 bytes."),
            (KeepAlive == TimeSpan.Zero || (KeepAlive.TotalSeconds is >= 1 and < ushort.MaxValue + 1), "KeepAlive: 0, or 1 to 65,535 s."),
            (ReceiveMaximum > 0, "ReceiveMaximum: 1 to 65,535."),
            (MaximumPacketSize > 0, "MaximumPacketSize: at least 1 byte."),
            (QueueCapacity > 0, "QueueCapacity: at least 1."),
            (ConnectTimeout > TimeSpan.Zero || ConnectTimeout == Timeout.InfiniteTimeSpan, "ConnectTimeout: above 0, or infinite."),
            (ReconnectMinimum >= TimeSpan.Zero && ReconnectMaximum >= ReconnectMinimum, "ReconnectMinimum: from 0 to ReconnectMaximum."),
            (Version == MqttProtocolVersion.V5 || Password is null || UserName is not null, "Password: needs a UserName in MQTT 3.1.1 [MQTT-3.1.2-22]."),
        ];
        return [.. rules.Where(rule => !rule.Kept).Select(rule => rule.Rule)];
    }

    internal ConnectPacket ToConnect(string clientId, bool first) => new()
    {
        Version = Version,
        ClientId = clientId,
        CleanStart = CleanStart && (first || Version == MqttProtocolVersion.V311),
        KeepAlive = (ushort)KeepAlive.TotalSeconds,
        UserName = UserName,
        Password = Password,
        Will = Will,
        SessionExpiryInterval = SessionExpiryInterval,
        ReceiveMaximum = ReceiveMaximum,
        MaximumPacketSize = (uint)MaximumPacketSize,
        TopicAliasMaximum = TopicAliasMaximum,
        RequestResponseInformation = Version == MqttProtocolVersion.V5,
        AuthenticationMethod = AuthenticationMethod,
        AuthenticationData = AuthenticationData,
        UserProperties = UserProperties,
    };
}
