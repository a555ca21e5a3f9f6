using System.Buffers;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// A client's PUBLISH, on the hot path:
/// <code>
/// 1 topic or alias → route, kept per connection      4 hand out: interceptor, if there is one, receivers, retained
/// 2 QoS 2: seen before?                              5 acknowledge, at once or when gate, store and slow receivers allow
/// 3 may it? is it the text it claims to be?
/// </code>
/// </summary>
internal sealed class PublishReceiver(MqttConnection connection, BrokerRuntime runtime, ClientLimits limits, PublishAcks acks)
{
    private static readonly MqttFault TooManyOpen = new(MqttReasonCode.ReceiveMaximumExceeded, "MQTT-3.3.4-9", "More unacknowledged messages than the receive maximum.");
    private static readonly MqttFault NoRetain = new(MqttReasonCode.RetainNotSupported, "MQTT-3.2.2-14", "This client's messages are not retained.");
    private static readonly MqttFault NotText = new(MqttReasonCode.PayloadFormatInvalid, "section 3.3.2.3.2", "The payload is not UTF-8.");

    private const int PropertiesOnStack = 512;

    private readonly PublishTopics _topics = new(runtime, limits);
    private readonly MqttSession _session = connection.Session!;
    private readonly MqttClientInfo _client = connection.Client!;

    public long Count { get; private set; }

    public MqttFault? Receive(scoped in PublishView view, Turn turn)
    {
        Count++;

        // 1
        if (_topics.Find(in view, out var fault) is not { } grant)
        {
            return fault;
        }

        if (view.Retain && !limits.RetainAvailable)
        {
            return NoRetain;
        }

        // 2
        var reason = MqttReasonCode.Success;
        var isRepeated = false;
        var isGuarded = view.QoS != MqttQoS.AtMostOnce && IsGuarded(grant.Route); // Asked without a lock held.
        if (view.QoS != MqttQoS.AtMostOnce && !TryOpen(in view, isGuarded, turn, out isRepeated, out fault))
        {
            return fault;
        }

        // 3
        if (!isRepeated)
        {
            reason = grant.MayPublish(view.Retain, _client, runtime);
            if (reason == MqttReasonCode.Success && view.PayloadIsText && !MqttText.IsWellFormed(view.Payload))
            {
                reason = MqttReasonCode.PayloadFormatInvalid;
            }
        }

        // 4, 5
        return reason == MqttReasonCode.Success
            ? HandOut(in view, grant, isRepeated, turn)
            : Refuse(in view, reason, turn);
    }

    /// <summary>Counts a QoS 1 or 2 message as open. False if it needs nothing more, or is one too many.</summary>
    private bool TryOpen(scoped in PublishView view, bool isGuarded, Turn turn, out bool isRepeated, out MqttFault? fault)
    {
        fault = null;
        isRepeated = false;
        lock (_session.Sync)
        {
            if (!ReferenceEquals(_session.Connection, connection))
            {
                // Taken over: what isn't acknowledged yet the client sends again, on its new connection.
                return false;
            }

            if (view.QoS == MqttQoS.ExactlyOnce && _session.ReceivedQoS2.Contains(view.PacketId))
            {
                isRepeated = true;
                if (_session.ReceivedQoS2.IsAccepted(view.PacketId))
                {
                    // [MQTT-4.3.3-10]: acknowledged again, not handed out again.
                    connection.Packets.AckWithLock(MqttPacketType.PubRec, view.PacketId, MqttReasonCode.Success, turn);
                    return false;
                }

                return true;
            }

            if (acks.IsFull && connection.Packets.Version == MqttProtocolVersion.V5)
            {
                fault = TooManyOpen;
                return false;
            }

            acks.OpenOneWithLock();
            if (view.QoS == MqttQoS.ExactlyOnce)
            {
                _session.ReceivedQoS2.Add(view.PacketId, accepted: !isGuarded);
                _session.MarkChanged();
            }

            return true;
        }
    }

    private MqttFault? HandOut(scoped in PublishView view, TopicGrant grant, bool isRepeated, Turn turn)
    {
        byte[]? rented = null;
        Span<byte> copied = view.PropertiesForwardAsTheyAre || view.Properties.Length <= PropertiesOnStack
            ? stackalloc byte[PropertiesOnStack]
            : rented = ArrayPool<byte>.Shared.Rent(view.Properties.Length);
        var message = new OutgoingPublish
        {
            Topic = grant.Route,
            Payload = view.Payload,
            Properties = view.PropertiesForwardAsTheyAre ? view.Properties : copied[..PublishProperties.CopyForwarded(view.Properties, copied)],
            QoS = view.QoS,
            Retain = view.Retain,
            ExpiresAt = Expiry.At(view.MessageExpiryInterval, runtime.Time),
            Origin = _session,
            Sender = _client,
        };
        if (runtime.Interception is { } interception && !interception.LetsPass(ref message, out var reason))
        {
            Withhold(in view, reason, turn);
        }
        else
        {
            var matched = isRepeated || runtime.Router.Publish(ref message, turn);
            if (view.QoS != MqttQoS.AtMostOnce)
            {
                Acknowledge(in view, ref message, matched, turn);
            }
        }

        message.Shared?.Release();
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return null;
    }

    private void Acknowledge(scoped in PublishView view, scoped ref OutgoingPublish message, bool matched, Turn turn)
    {
        var isGuarded = IsGuarded(message.Topic);
        var type = AckTypeOf(view.QoS);
        var reason = matched ? MqttReasonCode.Success : MqttReasonCode.NoMatchingSubscribers;
        if (!isGuarded && !turn.MustBeStored && turn.Congested.Count == 0)
        {
            lock (_session.Sync)
            {
                acks.AnswerWithLock(type, view.PacketId, reason, turn);
            }

            return;
        }

        PendingAck ack;
        lock (_session.Sync)
        {
            ack = acks.DeferWithLock(type, view.PacketId, reason);
        }

        foreach (var outbox in turn.Congested)
        {
            outbox.HoldBack(ack);
        }

        turn.Congested.Clear();
        if (turn.MustBeStored)
        {
            turn.MustBeStored = false;
            runtime.Store.Await(ack);
        }

        if (isGuarded)
        {
            ack.AddWait();
            runtime.Gate!.Pass(_session, _client, ack, message.Keep());
        }

        turn.Release(ack);
    }

    private MqttFault? Refuse(scoped in PublishView view, MqttReasonCode reason, Turn turn)
    {
        if (view.QoS == MqttQoS.AtMostOnce && reason == MqttReasonCode.PayloadFormatInvalid)
        {
            // There is no acknowledgement that could say it.
            return NotText;
        }

        runtime.Metrics.Dropped(DropReason.NotAuthorized, 1);
        Withhold(in view, reason, turn);
        return null;
    }

    /// <summary>Nobody gets it; its sender hears the reason, if it hears anything.</summary>
    private void Withhold(scoped in PublishView view, MqttReasonCode reason, Turn turn)
    {
        if (view.QoS == MqttQoS.AtMostOnce)
        {
            return;
        }

        lock (_session.Sync)
        {
            // 3.1.1 can only acknowledge or close [MQTT-3.3.5-2 of 3.1.1]: a message that nobody gets is the lesser harm.
            var told = connection.Packets.Version == MqttProtocolVersion.V5 ? reason : MqttReasonCode.Success;
            if (told == MqttReasonCode.Success && view.QoS == MqttQoS.ExactlyOnce)
            {
                // Done with: its repetition is acknowledged, and shown to nobody.
                _session.ReceivedQoS2.Accept(view.PacketId);
                _session.MarkChanged();
            }

            acks.AnswerWithLock(AckTypeOf(view.QoS), view.PacketId, told, turn);
        }
    }

    private static MqttPacketType AckTypeOf(MqttQoS qos) => qos == MqttQoS.AtLeastOnce ? MqttPacketType.PubAck : MqttPacketType.PubRec;

    private bool IsGuarded(TopicRoute topic) => runtime.Gate?.Guards(topic) == true;
}
