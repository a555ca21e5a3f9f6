using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>What each packet of an accepted client does. Runs on the connection's reading task only, within a turn.</summary>
internal sealed class PacketDispatcher
{
    private static readonly MqttFault SecondConnect = new(MqttReasonCode.ProtocolError, "MQTT-3.1.0-2", "A second CONNECT.");
    private static readonly MqttFault NoMethod = new(MqttReasonCode.ProtocolError, "MQTT-4.12.0-7", "AUTH without an authentication method in CONNECT.");
    private static readonly MqttFault WrongAck = new(MqttReasonCode.ProtocolError, "MQTT-4.3.2", "An acknowledgement that doesn't fit the message's QoS or state.");
    private static readonly MqttFault LongerSession = new(MqttReasonCode.ProtocolError, "MQTT-3.14.2.2.2", "DISCONNECT makes a session last that CONNECT had end.");

    private readonly MqttConnection _connection;
    private readonly BrokerRuntime _runtime;
    private readonly PublishReceiver _publishes;
    private readonly Reauthentication? _reauthentication;
    private ClientRate? _rate;
    private TimeSpan _pause;

    public PacketDispatcher(MqttConnection connection, BrokerRuntime runtime, AcceptedConnect accepted)
    {
        _connection = connection;
        _runtime = runtime;
        Acks = new PublishAcks(connection, accepted.Limits.ReceiveMaximum);
        _publishes = new PublishReceiver(connection, runtime, accepted.Limits, Acks);
        _reauthentication = accepted.Packet.AuthenticationMethod is null ? null : new Reauthentication(connection, runtime, accepted);
    }

    public PublishAcks Acks { get; }

    public long MessagesReceived => _publishes.Count;

    public void StartRate(AcceptedConnect accepted) =>
        _rate = _runtime.Rates.Take(accepted.Authentication.RateKey ?? accepted.ClientId, accepted.Limits);

    public void End()
    {
        _reauthentication?.End();
        if (_rate is not null)
        {
            _runtime.Rates.Return(_rate);
        }
    }

    /// <summary>Whether no further packet of the buffer may be looked at now.</summary>
    public bool MustPause(out TimeSpan pause)
    {
        pause = _pause;
        _pause = TimeSpan.Zero;
        return pause > TimeSpan.Zero || Acks.MustWait;
    }

    public void Dispatch(scoped in MqttFrame frame, Turn turn)
    {
        var fault = frame.Type switch
        {
            MqttPacketType.Publish => Publish(in frame, turn),
            MqttPacketType.PubAck or MqttPacketType.PubRec or MqttPacketType.PubRel or MqttPacketType.PubComp => Ack(in frame, turn),
            MqttPacketType.Subscribe => Subscribe(in frame, turn),
            MqttPacketType.Unsubscribe => Unsubscribe(in frame, turn),
            MqttPacketType.PingReq => Ping(turn),
            MqttPacketType.Disconnect => Disconnect(in frame),
            MqttPacketType.Auth => Authenticate(in frame),
            _ => SecondConnect,
        };
        if (fault is not null)
        {
            _connection.Fail(fault);
        }
    }

    private MqttFault? Publish(scoped in MqttFrame frame, Turn turn)
    {
        if (!frame.TryReadPublish(out var view, out var fault))
        {
            return fault;
        }

        if (_rate is not null)
        {
            _pause = _rate.Spend(frame.Body.Length);
        }

        return _publishes.Receive(in view, turn);
    }

    private MqttFault? Ack(scoped in MqttFrame frame, Turn turn)
    {
        if (!frame.TryReadAck(out var ack, out var fault))
        {
            return fault;
        }

        var session = _connection.Session!;
        var failed = ack.ReasonCode >= MqttReasonCode.UnspecifiedError;
        lock (session.Sync)
        {
            if (!ReferenceEquals(session.Connection, _connection))
            {
                return null;
            }

            if (ack.Type == MqttPacketType.PubRel)
            {
                ReleaseWithLock(session, ack.PacketId, turn);
                return null;
            }

            var known = session.Outbox.AcknowledgeWithLock(ack.Type, ack.PacketId, failed, turn);
            if (!known && session.Outbox.IsInFlightWithLock(ack.PacketId))
            {
                return WrongAck;
            }

            if (ack.Type == MqttPacketType.PubRec && !failed)
            {
                // An id that we don't know is answered all the same, or the client asks again for ever (4.3.3).
                _connection.Packets.AckWithLock(MqttPacketType.PubRel, ack.PacketId, known ? MqttReasonCode.Success : MqttReasonCode.PacketIdentifierNotFound, turn);
            }
        }

        turn.FlushFull();
        return null;
    }

    private void ReleaseWithLock(MqttSession session, ushort packetId, Turn turn)
    {
        var known = session.ReceivedQoS2.Remove(packetId);
        if (known)
        {
            Acks.CloseOneWithLock();
            session.MarkChanged();
        }

        // In a session that was taken up again an unknown id is one whose PUBCOMP was lost: not an error during recovery (3.7.2.1), and clients
        // that were told 0x92 would call a message failed that was delivered.
        var reason = known || _connection.Client!.SessionPresent ? MqttReasonCode.Success : MqttReasonCode.PacketIdentifierNotFound;
        _connection.Packets.AckWithLock(MqttPacketType.PubComp, packetId, reason, turn);
    }

    private MqttFault? Subscribe(scoped in MqttFrame frame, Turn turn)
    {
        if (frame.TryReadSubscribe(out var packet, out var fault))
        {
            new SubscriptionReceiver(_connection, _runtime).Subscribe(packet, turn);
        }

        return fault;
    }

    private MqttFault? Unsubscribe(scoped in MqttFrame frame, Turn turn)
    {
        if (frame.TryReadUnsubscribe(out var packet, out var fault))
        {
            new SubscriptionReceiver(_connection, _runtime).Unsubscribe(packet, turn);
        }

        return fault;
    }

    private MqttFault? Ping(Turn turn)
    {
        lock (_connection.Writer.Sync)
        {
            _connection.Writer.WriteWithLock(MqttPacketWriter.PingResp, turn);
        }

        return null;
    }

    private MqttFault? Authenticate(scoped in MqttFrame frame) =>
        _reauthentication is null ? NoMethod
        : frame.TryReadAuth(out var packet, out var fault) ? _reauthentication.Take(packet)
        : fault;

    private MqttFault? Disconnect(scoped in MqttFrame frame)
    {
        if (!frame.TryReadDisconnect(out var packet, out var fault))
        {
            return fault;
        }

        var session = _connection.Session!;
        if (packet.SessionExpiryInterval is { } seconds)
        {
            lock (session.Sync)
            {
                if (!ReferenceEquals(session.Connection, _connection))
                {
                    return null;
                }

                if (seconds > 0 && session.Expiry == TimeSpan.Zero)
                {
                    return LongerSession;
                }

                session.Expiry = ConnectHandshake.Clamp(seconds, session.Limits);
            }
        }

        // 0x04 asks for the will [MQTT-3.14.4-3]; so does every failure.
        _connection.Close(packet.ReasonCode, packet.ReasonString, graceful: true);
        return null;
    }
}
