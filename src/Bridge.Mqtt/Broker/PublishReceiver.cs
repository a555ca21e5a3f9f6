using System.Buffers;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// A client's PUBLISH, on the hot path:
/// <code>
/// 1 topic or alias → route, kept per connection      4 hand out: receivers, retained
/// 2 QoS 2: seen before?                              5 acknowledge, at once or when gate and slow receivers allow
/// 3 may it? is it the text it claims to be?
/// </code>
/// </summary>
internal sealed class PublishReceiver(MqttConnection connection, BrokerRuntime runtime, ClientLimits limits, PublishAcks acks)
{
    private static readonly MqttFault AliasTooHigh = new(MqttReasonCode.TopicAliasInvalid, "MQTT-3.3.2-9", "The topic alias is above the maximum.");
    private static readonly MqttFault AliasUnknown = new(MqttReasonCode.ProtocolError, "MQTT-3.3.2-7", "The topic alias was not set on this connection.");
    private static readonly MqttFault TooManyOpen = new(MqttReasonCode.ReceiveMaximumExceeded, "MQTT-3.3.4-9", "More unacknowledged messages than the receive maximum.");
    private static readonly MqttFault NoRetain = new(MqttReasonCode.RetainNotSupported, "MQTT-3.2.2-14", "This client's messages are not retained.");
    private static readonly MqttFault NotText = new(MqttReasonCode.PayloadFormatInvalid, "section 3.3.2.3.2", "The payload is not UTF-8.");
    private static readonly MqttFault BadTopic = new(MqttReasonCode.TopicNameInvalid, "section 3.3.2.1", "The topic is too long or too deep.");

    private const int PropertiesOnStack = 512;

    private readonly TopicGrants _grants = new();
    private readonly MqttSession _session = connection.Session!;
    private readonly MqttClientInfo _client = connection.Client!;
    private TopicGrant?[]? _aliases;
    private TopicGrant? _last;

    public long Count { get; private set; }

    public MqttFault? Receive(scoped in PublishView view, Turn turn)
    {
        Count++;

        // 1
        if (FindTopic(in view, out var fault) is not { } grant)
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
        if (view.QoS != MqttQoS.AtMostOnce && !TryOpen(in view, grant, turn, out isRepeated, out fault))
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

    private TopicGrant? FindTopic(scoped in PublishView view, out MqttFault? fault)
    {
        fault = null;
        if (view.TopicAlias > limits.TopicAliases)
        {
            fault = AliasTooHigh;
            return null;
        }

        if (view.Topic.IsEmpty)
        {
            var known = _aliases?[view.TopicAlias];
            fault = known is null ? AliasUnknown : null;
            return known;
        }

        if (_last is { } last && view.Topic.SequenceEqual(last.Route.Utf8))
        {
            return Alias(view.TopicAlias, last);
        }

        var grant = _grants.Find(view.Topic);
        if (grant is null)
        {
            if (!TopicLimits.Allow(view.Topic, runtime.Options.Limits))
            {
                fault = BadTopic;
                return null;
            }

            grant = new TopicGrant(runtime.Subscriptions.Route(view.Topic));
            _grants.Add(grant);
        }

        _last = grant;
        return Alias(view.TopicAlias, grant);
    }

    private TopicGrant Alias(ushort alias, TopicGrant grant)
    {
        if (alias != 0)
        {
            (_aliases ??= new TopicGrant?[limits.TopicAliases + 1])[alias] = grant;
        }

        return grant;
    }

    /// <summary>Counts a QoS 1 or 2 message as open. False if it needs nothing more, or is one too many.</summary>
    private bool TryOpen(scoped in PublishView view, TopicGrant grant, Turn turn, out bool isRepeated, out MqttFault? fault)
    {
        fault = null;
        isRepeated = false;
        lock (_session.Sync)
        {
            if (view.QoS == MqttQoS.ExactlyOnce && _session.ReceivedQoS2.Contains(view.PacketId))
            {
                isRepeated = true;
                if (_session.ReceivedQoS2.IsAccepted(view.PacketId))
                {
                    // [MQTT-4.3.3-10]: acknowledged again, not handed out again.
                    connection.WriteAckWithLock(MqttPacketType.PubRec, view.PacketId, MqttReasonCode.Success, turn);
                    return false;
                }

                return true;
            }

            if (acks.IsFull && connection.Version == MqttProtocolVersion.V5)
            {
                fault = TooManyOpen;
                return false;
            }

            acks.OpenOneWithLock();
            if (view.QoS == MqttQoS.ExactlyOnce)
            {
                _session.ReceivedQoS2.Add(view.PacketId, accepted: !IsGuarded(grant.Route));
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
        var matched = isRepeated || runtime.Router.Publish(ref message, turn);
        if (view.QoS != MqttQoS.AtMostOnce)
        {
            Acknowledge(in view, ref message, matched, turn);
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
        var type = AckTypeOf(view.QoS);
        var reason = matched ? MqttReasonCode.Success : MqttReasonCode.NoMatchingSubscribers;
        var guarded = IsGuarded(message.Topic);
        if (!guarded && turn.Congested.Count == 0)
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
            outbox.Await(ack);
        }

        turn.Congested.Clear();
        if (guarded)
        {
            ack.AddWait();
            PassGate(ack, message.Keep());
        }

        turn.Release(ack);
    }

    private void PassGate(PendingAck ack, Publication publication)
    {
        ValueTask<MqttReasonCode> accepted;
        try
        {
            accepted = runtime.Services.Gate!.AcceptAsync(_client, publication.Delivery(runtime.Time, isReplay: false));
        }
#pragma warning disable CA1031 // A gate that throws has not accepted; the sender is told, the exception logged.
        catch (Exception error)
#pragma warning restore CA1031
        {
            accepted = ValueTask.FromException<MqttReasonCode>(error);
        }

        _ = AwaitGateAsync(accepted, ack, publication);
    }

    private async Task AwaitGateAsync(ValueTask<MqttReasonCode> accepted, PendingAck ack, Publication publication)
    {
        MqttReasonCode reason;
        try
        {
            reason = await accepted;
        }
#pragma warning disable CA1031 // As above.
        catch (Exception error)
#pragma warning restore CA1031
        {
            runtime.Log.GateFailed(error);
            reason = MqttReasonCode.UnspecifiedError;
        }

        publication.Release();
        var turn = Turn.Begin();
        try
        {
            if (reason >= MqttReasonCode.UnspecifiedError)
            {
                ack.Reason = reason;
            }
            else if (ack.Type == MqttPacketType.PubRec)
            {
                lock (_session.Sync)
                {
                    _session.ReceivedQoS2.Accept(ack.PacketId);
                }
            }

            ack.Settle(turn);
        }
        finally
        {
            turn.End();
        }
    }

    private MqttFault? Refuse(scoped in PublishView view, MqttReasonCode reason, Turn turn)
    {
        if (view.QoS == MqttQoS.AtMostOnce)
        {
            if (reason == MqttReasonCode.PayloadFormatInvalid)
            {
                // There is no acknowledgement that could say it.
                return NotText;
            }

            runtime.Metrics.Dropped(DropReason.NotAuthorized, 1);
            return null;
        }

        runtime.Metrics.Dropped(DropReason.NotAuthorized, 1);
        lock (_session.Sync)
        {
            // 3.1.1 can only acknowledge or close [MQTT-3.3.5-2 of 3.1.1]: a message that nobody gets is the lesser harm.
            var told = connection.Version == MqttProtocolVersion.V5 ? reason : MqttReasonCode.Success;
            acks.AnswerWithLock(AckTypeOf(view.QoS), view.PacketId, told, turn);
        }

        return null;
    }

    private static MqttPacketType AckTypeOf(MqttQoS qos) => qos == MqttQoS.AtLeastOnce ? MqttPacketType.PubAck : MqttPacketType.PubRec;

    private bool IsGuarded(TopicRoute route) =>
        runtime.Services.Gate is { } gate && (route.Guarded ??= gate.Guards(route.Topic));
}
