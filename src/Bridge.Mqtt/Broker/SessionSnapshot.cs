using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Broker;

/// <summary>A session as the store keeps it, and back.</summary>
internal static class SessionSnapshot
{
    /// <summary>Null if there is nothing to keep: it has ended, or ends with its connection.</summary>
    public static StoredSession? Take(MqttSession session, TimeProvider time)
    {
        lock (session.Sync)
        {
            session.IsChanged = false;
            if (session.IsEnded || session.Expiry == TimeSpan.Zero)
            {
                return null;
            }

            return new StoredSession
            {
                ClientId = session.ClientId,
                ProtocolVersion = session.Client.ProtocolVersion,
                Expiry = session.Expiry,
                DisconnectedAt = session.DisconnectedAt,
                Will = session.Will,
                Subscriptions = [.. session.Subscriptions.All.Select(Take)],
                Messages = [.. Messages(session.Outbox, time)],
                ReceivedQoS2 = session.ReceivedQoS2.Ids,
                UndecidedQoS2 = session.ReceivedQoS2.Undecided,
            };
        }
    }

    /// <summary>Makes the session and its subscriptions, even if it has expired meanwhile.</summary>
    public static MqttSession Restore(StoredSession stored, BrokerRuntime runtime)
    {
        var client = new MqttClientInfo
        {
            ClientId = stored.ClientId,
            ProtocolVersion = stored.ProtocolVersion,
            Transport = new MqttTransport { Listener = "", Kind = "" },
            ConnectedAt = runtime.Time.GetUtcNow(),
            SessionExpiry = stored.Expiry,
        };
        var session = new MqttSession(runtime, stored.ClientId, client, runtime.Options.Limits.Client)
        {
            Expiry = stored.Expiry,
            MayBeStored = true,
            IsUnclaimed = true,
            Will = stored.Will,
            DisconnectedAt = stored.DisconnectedAt ?? runtime.Time.GetUtcNow(),
        };
        foreach (var subscription in stored.Subscriptions)
        {
            Restore(subscription, session, runtime);
        }

        foreach (var message in stored.Messages)
        {
            Restore(message, session, runtime);
        }

        foreach (var packetId in stored.ReceivedQoS2)
        {
            session.ReceivedQoS2.Add(packetId, accepted: stored.UndecidedQoS2?.Contains(packetId) != true);
        }

        if (stored.DisconnectedAt is null)
        {
            // From now on it counts as away, also for the next restart.
            session.MarkChanged();
        }

        return session;
    }

    public static StoredSubscription Take(Subscription subscription) => new(
        subscription.Filter.Full,
        subscription.QoS,
        subscription.NoLocal,
        subscription.RetainAsPublished,
        subscription.Identifier == 0 ? null : subscription.Identifier);

    private static IEnumerable<StoredMessage> Messages(SessionOutbox outbox, TimeProvider time)
    {
        for (var i = 0; i < outbox.InflightWithLock.Span; i++)
        {
            if (outbox.InflightWithLock[i].State != DeliveryState.Done)
            {
                yield return Take(in outbox.InflightWithLock[i], time);
            }
        }

        for (var i = 0; i < outbox.WaitingWithLock.Count; i++)
        {
            yield return Take(in outbox.WaitingWithLock[i], time);
        }
    }

    private static StoredMessage Take(in OutboxEntry entry, TimeProvider time) => new()
    {
        Message = entry.Message is { } message ? message.ToMessage(time) with { QoS = entry.QoS, Retain = entry.Retain } : null,
        ExpiresAt = entry.Message is { } expiring ? Expiry.WallClock(expiring.ExpiresAt, time) : null,
        PacketId = entry.PacketId,
        SubscriptionIdentifiers = entry.SubscriptionIdentifiers,
    };

    private static void Restore(StoredSubscription stored, MqttSession session, BrokerRuntime runtime)
    {
        if (!TopicFilter.TryParse(stored.Filter, session.Client.ProtocolVersion == MqttProtocolVersion.V5, out var filter))
        {
            return;
        }

        var subscription = new Subscription
        {
            Filter = filter,
            Session = session,
            QoS = stored.QoS,
            NoLocal = stored.NoLocal,
            RetainAsPublished = stored.RetainAsPublished,
            Identifier = stored.Identifier ?? 0,
        };
        session.Subscriptions.Set(subscription);
        runtime.Subscriptions.Add(subscription);
    }

    private static void Restore(StoredMessage stored, MqttSession session, BrokerRuntime runtime)
    {
        var expiresAt = Expiry.FromWallClock(stored.ExpiresAt, runtime.Time);
        if (expiresAt is null && stored.PacketId == 0)
        {
            return;
        }

        session.Outbox.Restore(new OutboxEntry
        {
            Message = stored.Message is { } message ? runtime.ToPublication(message, expiresAt ?? runtime.Time.GetTimestamp()) : null,
            SubscriptionIdentifiers = [.. stored.SubscriptionIdentifiers],
            QoS = stored.Message?.QoS ?? MqttQoS.ExactlyOnce,
            Retain = stored.Message?.Retain ?? false,
            PacketId = stored.PacketId,
            State = stored.PacketId == 0 ? DeliveryState.Waiting : stored.Message is null ? DeliveryState.Released : DeliveryState.Published,
        });
    }
}
