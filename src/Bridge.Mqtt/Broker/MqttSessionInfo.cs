namespace Bridge.Mqtt.Broker;

/// <summary>A session as it was when somebody asked, with the figures of its connection.</summary>
public sealed record MqttSessionInfo
{
    /// <summary>Connected now, or last.</summary>
    public required MqttClientInfo Client { get; init; }

    /// <summary>Whether the client is connected.</summary>
    public bool IsConnected { get; init; }

    /// <summary>Since when the client is away; null while it is connected.</summary>
    public DateTimeOffset? DisconnectedAt { get; init; }

    /// <summary>How long the session outlives its connection; zero ends it with the connection.</summary>
    public TimeSpan Expiry { get; init; }

    /// <summary>In no order; filters as the client wrote them.</summary>
    public IReadOnlyList<StoredSubscription> Subscriptions { get; init; } = [];

    /// <summary>QoS 1 and 2 messages that wait for the client or for its acknowledgement.</summary>
    public int Queued { get; init; }

    /// <summary>PUBLISH packets that came over this connection; zero without one, as are the next three.</summary>
    public long MessagesReceived { get; init; }

    /// <summary>PUBLISH packets written to this connection.</summary>
    public long MessagesSent { get; init; }

    /// <summary>Bytes of MQTT that came over this connection: without frames and TLS.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Bytes of MQTT written to this connection.</summary>
    public long BytesSent { get; init; }

    internal static MqttSessionInfo Of(MqttSession session)
    {
        lock (session.Sync)
        {
            var connection = session.Connection;
            var totals = connection is null ? default : BrokerTotals.Of(connection);
            return new()
            {
                Client = session.Client,
                IsConnected = connection is not null,
                DisconnectedAt = session.DisconnectedAt,
                Expiry = session.Expiry,
                Subscriptions = [.. session.Subscriptions.All.Select(SessionSnapshot.Take)],
                Queued = session.Outbox.Queued,
                MessagesReceived = totals.MessagesReceived,
                MessagesSent = totals.MessagesSent,
                BytesReceived = totals.BytesReceived,
                BytesSent = totals.BytesSent,
            };
        }
    }
}
