using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// What the server keeps for one client id (MQTT 5.0, 4.1), for as long as a connection or its expiry lasts. Subscriptions, inbound
/// QoS 2 ids and the outbox are guarded by <see cref="Sync"/>; coming and going by the registry's stripe.
/// </summary>
internal sealed class MqttSession
{
    private readonly BrokerRuntime _runtime;
    private volatile bool _ended;
    private volatile MqttConnection? _connection;

    public MqttSession(BrokerRuntime runtime, string clientId, MqttClientInfo client, ClientLimits limits)
    {
        _runtime = runtime;
        ClientId = clientId;
        Client = client;
        Limits = limits;
        Outbox = new SessionOutbox(this, runtime);
    }

    public Lock Sync { get; } = new();

    public string ClientId { get; }

    /// <summary>The client connected now, or last.</summary>
    public MqttClientInfo Client { get; set; }

    public ClientLimits Limits { get; set; }

    /// <summary>How long it outlives its connection.</summary>
    public TimeSpan Expiry { get; set; }

    public SessionOutbox Outbox { get; }

    public SessionSubscriptions Subscriptions { get; } = new();

    public InboundQoS2 ReceivedQoS2 { get; } = new();

    /// <summary>To be published when the connection ends without DISCONNECT, or when the delay is over; null once it is.</summary>
    public WillMessage? Will { get; set; }

    public Deadline? ExpiryDeadline { get; set; }

    public Deadline? WillDeadline { get; set; }

    public DateTimeOffset? DisconnectedAt { get; set; }

    /// <summary>Set while its changes wait to be stored.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Was marked for the store once, or came from there: its end must be told.</summary>
    public bool MayBeStored { get; set; }

    /// <summary>Came from the store, and its client hasn't been back: nobody knows its rights until then.</summary>
    public bool IsUnclaimed { get; set; }

    public bool IsEnded => _ended;

    public bool IsConnected => _connection is not null;

    public MqttConnection? Connection
    {
        get => _connection;
        set => _connection = value;
    }

    public void EndWithLock() => _ended = true;

    /// <summary>Outlives its connection, in a store.</summary>
    public bool IsStored => Expiry > TimeSpan.Zero && _runtime.Store.KeepsSessions;

    /// <summary>Must be stored, if anything of it must.</summary>
    public void MarkChanged()
    {
        if (!IsChanged && Expiry > TimeSpan.Zero)
        {
            _runtime.Store.SessionChanged(this);
        }
    }

    /// <summary>Disconnects the client; its session stays, if it is to.</summary>
    public void CutWithLock(MqttReasonCode reason, string text) => _connection?.Close(reason, text);
}
