using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Broker;

/// <summary>A client's SUBSCRIBE and UNSUBSCRIBE (MQTT 5.0, 3.8 and 3.10).</summary>
internal sealed class SubscriptionReceiver(MqttConnection connection, BrokerRuntime runtime)
{
    private readonly MqttSession _session = connection.Session!;

    public void Subscribe(SubscribePacket packet, Turn turn)
    {
        var reasons = new MqttReasonCode[packet.Subscriptions.Count];
        List<(Subscription Subscription, bool IsNew, MqttRetainHandling Handling)> made = [];
        for (var i = 0; i < reasons.Length; i++)
        {
            var request = packet.Subscriptions[i];
            reasons[i] = Subscribe(request, packet.SubscriptionIdentifier, out var subscription, out var isNew);
            if (subscription is not null)
            {
                made.Add((subscription, isNew, request.RetainHandling));
            }
        }

        lock (_session.Sync)
        {
            var failure = connection.Packets.WantsReasons ? reasons.FirstOrDefault(reason => reason >= MqttReasonCode.UnspecifiedError) : default;
            var answer = new SubAckPacket { PacketId = packet.PacketId, ReasonCodes = reasons, ReasonString = ReasonTexts.Of(failure) };
            connection.Packets.SendWithLock(answer, turn);
            _session.MarkChanged();
        }

        foreach (var (subscription, isNew, handling) in made)
        {
            runtime.Notify((Client: connection.Client!, subscription.Filter.Full), static (observer, granted) => observer.Subscribed(granted.Client, granted.Full));
            if (handling == MqttRetainHandling.SendAlways || (handling == MqttRetainHandling.SendIfNew && isNew))
            {
                SendRetained(subscription, turn);
            }
        }
    }

    public void Unsubscribe(UnsubscribePacket packet, Turn turn)
    {
        var reasons = new MqttReasonCode[packet.Filters.Count];
        for (var i = 0; i < reasons.Length; i++)
        {
            Subscription? removed;
            lock (_session.Sync)
            {
                removed = _session.Subscriptions.Remove(packet.Filters[i]);
            }

            if (removed is not null)
            {
                runtime.Subscriptions.Remove(removed);
            }

            reasons[i] = removed is null ? MqttReasonCode.NoSubscriptionExisted : MqttReasonCode.Success;
        }

        lock (_session.Sync)
        {
            connection.Packets.SendWithLock(new UnsubAckPacket { PacketId = packet.PacketId, ReasonCodes = reasons }, turn);
            _session.MarkChanged();
        }

        for (var i = 0; i < reasons.Length; i++)
        {
            if (reasons[i] == MqttReasonCode.Success)
            {
                var filter = packet.Filters[i];
                runtime.Notify((Client: connection.Client!, filter), static (observer, ended) => observer.Unsubscribed(ended.Client, ended.filter));
            }
        }
    }

    private MqttReasonCode Subscribe(SubscriptionRequest request, uint identifier, out Subscription? made, out bool isNew)
    {
        made = null;
        isNew = false;
        var isV5 = connection.Packets.Version == MqttProtocolVersion.V5;
        if (!TopicFilter.TryParse(request.Filter, isV5, out var filter) || !TopicLimits.Allow(filter.Pattern, runtime.Options.Limits))
        {
            return MqttReasonCode.TopicFilterInvalid;
        }

        var reason = runtime.AuthorizeSubscribe(connection.Client!, filter.Pattern);
        if (reason >= MqttReasonCode.UnspecifiedError)
        {
            return reason;
        }

        made = new Subscription
        {
            Filter = filter,
            Session = _session,
            QoS = request.QoS,
            NoLocal = request.NoLocal,
            RetainAsPublished = request.RetainAsPublished,
            Identifier = identifier,
        };
        lock (_session.Sync)
        {
            isNew = !_session.Subscriptions.TryGet(filter.Full, out var old);
            if (!ReferenceEquals(_session.Connection, connection) || (isNew && _session.Subscriptions.Count >= _session.Limits.Subscriptions))
            {
                made = null;
                return MqttReasonCode.QuotaExceeded;
            }

            // With the lock held: a session that ends at this moment must find all of its subscriptions in the table.
            _session.Subscriptions.Set(made);
            if (old is null)
            {
                runtime.Subscriptions.Add(made);
            }
            else
            {
                runtime.Subscriptions.Replace(old, made);
            }
        }

        return (MqttReasonCode)request.QoS;
    }

    /// <summary>Not for shared subscriptions (4.8.2). The retain flag is set, whatever Retain As Published says ([MQTT-3.3.1-8] of 3.1.1).</summary>
    private void SendRetained(Subscription subscription, Turn turn)
    {
        if (subscription.Filter.IsShared)
        {
            return;
        }

        foreach (var publication in runtime.Retained.Match(subscription.Filter.Pattern))
        {
            if (runtime.MayReceive(connection.Client!, publication.Topic.Topic))
            {
                var entry = new OutboxEntry
                {
                    SubscriptionIdentifiers = subscription.Identifier == 0 ? [] : [subscription.Identifier],
                    QoS = publication.QoS < subscription.QoS ? publication.QoS : subscription.QoS,
                    Retain = true,
                };
                _session.Outbox.DeliverRetained(publication, ref entry, turn);
            }

            publication.Release();
        }
    }
}
