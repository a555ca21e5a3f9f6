using System.Diagnostics.CodeAnalysis;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>
/// What the client holds of a session beyond one connection (section 4.1): messages that the server has not taken over, identifiers of QoS 2
/// messages that it has not released, and subscriptions that wait for their answer. Every member takes the lock.
/// </summary>
internal sealed class ClientSession
{
    // Subscriptions that wait for their answers; more of them wait unsent, so that there are always identifiers.
    private const int MostExchanges = 1024;

    private static readonly MqttClientException Lost =
        new("The server lost the session while a QoS 2 message was under way: whether it arrived can't be known.");

    private readonly Lock _lock = new();
    private readonly Dictionary<ushort, PendingPublish> _outbound = [];
    private readonly Dictionary<ushort, PendingExchange> _exchanges = [];
    private readonly HashSet<ushort> _inbound = [];
    private readonly Queue<PendingExchange> _unsentExchanges = new();
    private readonly Queue<PendingPublish> _redeliveries = new();
    private ushort _lastId;

    /// <summary>QoS 1 and 2 messages under way.</summary>
    public int Inflight
    {
        get
        {
            lock (_lock)
            {
                return _outbound.Count - _redeliveries.Count;
            }
        }
    }

    /// <summary>
    /// To be called when a connection stands. Everything that was under way is to be sent again: as it was where the server kept the session
    /// [MQTT-4.4.0-1], anew where it did not [MQTT-3.2.2-5]. There, a QoS 2 message whose PUBREC had come is done, and one that was sent
    /// without an answer fails, for a second one might be a double.
    /// </summary>
    public void Resume(bool sessionPresent)
    {
        lock (_lock)
        {
            foreach (var exchange in _exchanges.Values)
            {
                _unsentExchanges.Enqueue(exchange);
            }

            _exchanges.Clear();
            _redeliveries.Clear();
            if (!sessionPresent)
            {
                _inbound.Clear();
                DropExactlyOnceInLock();
            }

            foreach (var publish in _outbound.Values.OrderBy(p => p.Order))
            {
                publish.Packet = publish.Packet with { Dup = sessionPresent };
                _redeliveries.Enqueue(publish);
            }
        }
    }

    /// <summary>The next redelivery of an old connection's message: a PUBLISH, or a PUBREL where PUBREC had come.</summary>
    public bool TryNextRedelivery([NotNullWhen(true)] out PendingPublish? publish)
    {
        lock (_lock)
        {
            return _redeliveries.TryDequeue(out publish);
        }
    }

    /// <summary>Gives a message of QoS 1 or 2 its identifier, and holds it.</summary>
    public PublishPacket Hold(PendingPublish publish)
    {
        lock (_lock)
        {
            var id = NextIdInLock();
            publish.Packet = publish.Packet with { PacketId = id };
            _outbound.Add(id, publish);
            return publish.Packet;
        }
    }

    /// <summary>Takes PUBACK, PUBREC or PUBCOMP. Returns the PUBREL to send, or null.</summary>
    public AckPacket? Acknowledge(in AckPacket ack)
    {
        lock (_lock)
        {
            var known = _outbound.TryGetValue(ack.PacketId, out var publish);
            if (ack.Type == MqttPacketType.PubRec && ack.ReasonCode < MqttReasonCode.UnspecifiedError)
            {
                if (known)
                {
                    publish!.Received = true;
                }

                return new AckPacket(MqttPacketType.PubRel, ack.PacketId, known ? MqttReasonCode.Success : MqttReasonCode.PacketIdentifierNotFound);
            }

            if (known)
            {
                _outbound.Remove(ack.PacketId);
                publish!.Complete(ack.Type == MqttPacketType.PubComp ? MqttReasonCode.Success : ack.ReasonCode, ack.ReasonString);
            }

            return null;
        }
    }

    /// <summary>Gives a held message up, as one that can't be sent.</summary>
    public void Release(PendingPublish publish)
    {
        lock (_lock)
        {
            _outbound.Remove(publish.Packet.PacketId);
        }
    }

    /// <summary>Notes a QoS 2 message. False where it is a second delivery [MQTT-4.3.3-10].</summary>
    public bool Arrive(ushort packetId)
    {
        lock (_lock)
        {
            return _inbound.Add(packetId);
        }
    }

    /// <summary>A QoS 2 message that was noted, and then not taken.</summary>
    public void Unarrive(ushort packetId)
    {
        lock (_lock)
        {
            _inbound.Remove(packetId);
        }
    }

    /// <summary>Takes PUBREL and returns PUBCOMP.</summary>
    public AckPacket Released(ushort packetId)
    {
        lock (_lock)
        {
            var code = _inbound.Remove(packetId) ? MqttReasonCode.Success : MqttReasonCode.PacketIdentifierNotFound;
            return new AckPacket(MqttPacketType.PubComp, packetId, code);
        }
    }

    public void Add(PendingExchange exchange)
    {
        lock (_lock)
        {
            _unsentExchanges.Enqueue(exchange);
        }
    }

    /// <summary>The next SUBSCRIBE or UNSUBSCRIBE to send.</summary>
    public bool TryNextExchange([NotNullWhen(true)] out MqttPacket? packet)
    {
        lock (_lock)
        {
            packet = null;
            if (_exchanges.Count == MostExchanges || !_unsentExchanges.TryDequeue(out var exchange))
            {
                return false;
            }

            var id = NextIdInLock();
            _exchanges.Add(id, exchange);
            packet = exchange.Make(id);
            return true;
        }
    }

    /// <summary>Takes SUBACK or UNSUBACK.</summary>
    public void Answer(ushort packetId, MqttPacket packet)
    {
        lock (_lock)
        {
            if (_exchanges.Remove(packetId, out var exchange))
            {
                exchange.Complete(packet);
            }
        }
    }

    /// <summary>Ends everything that waits.</summary>
    public void FailAll(Exception cause)
    {
        lock (_lock)
        {
            foreach (var publish in _outbound.Values)
            {
                publish.Fail(cause);
            }

            foreach (var exchange in _exchanges.Values.Concat(_unsentExchanges))
            {
                exchange.Fail(cause);
            }

            _outbound.Clear();
            _exchanges.Clear();
            _unsentExchanges.Clear();
            _redeliveries.Clear();
        }
    }

    private void DropExactlyOnceInLock()
    {
        foreach (var publish in _outbound.Values.Where(p => p.Packet.QoS == MqttQoS.ExactlyOnce).ToList())
        {
            _outbound.Remove(publish.Packet.PacketId);
            if (publish.Received)
            {
                publish.Complete(MqttReasonCode.Success);
            }
            else
            {
                publish.Fail(Lost);
            }
        }
    }

    // Not zero, and unused [MQTT-2.2.1-3]. There is one: messages under way and exchanges are far fewer than identifiers.
    private ushort NextIdInLock()
    {
        do
        {
            _lastId++;
        }
        while (_lastId == 0 || _outbound.ContainsKey(_lastId) || _exchanges.ContainsKey(_lastId));
        return _lastId;
    }
}
