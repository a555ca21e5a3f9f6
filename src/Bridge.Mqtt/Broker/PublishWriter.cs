using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>Writes PUBLISH packets as one client wants them: its version, its maximum packet size, its topic aliases.</summary>
internal sealed class PublishWriter(ConnectionWriter writer, MqttProtocolVersion version, uint maxPacketBytes, ushort topicAliases, TimeProvider time)
{
    // An alias is worth its three bytes only on a topic that comes again; the first topics of a client are such.
    private Dictionary<TopicRoute, ushort>? _aliases;

    public ConnectionWriter Writer => writer;

    /// <summary>PUBLISH packets written.</summary>
    public long Sent { get; private set; }

    /// <param name="message">What to write; its own QoS and retain flag don't count.</param>
    /// <param name="entry">How.</param>
    /// <param name="dup">Whether it may have been sent before.</param>
    /// <param name="heads">Shared with the message's other receivers; null if there are none.</param>
    /// <param name="turn">Flushes it.</param>
    /// <returns>Why it was not written, or null.</returns>
    public DropReason? WriteWithLock(scoped in OutgoingPublish message, scoped in OutboxEntry entry, bool dup, HeadCache? heads, Turn turn)
    {
        var expiry = Expiry.SecondsLeft(message.ExpiresAt, time);
        if (expiry == 0 && !dup)
        {
            return DropReason.Expired;
        }

        return heads is not null && topicAliases == 0 && entry.SubscriptionIdentifiers.Length == 0
            ? WriteShared(in message, in entry, dup, heads, expiry, turn)
            : WriteOwn(in message, in entry, dup, expiry, turn);
    }

    private DropReason? WriteShared(scoped in OutgoingPublish message, scoped in OutboxEntry entry, bool dup, HeadCache heads, uint? expiry, Turn turn)
    {
        var head = heads.Head(in message, version, entry.QoS != MqttQoS.AtMostOnce, expiry, out var packetIdOffset);
        var length = head.Length + message.Payload.Length;
        if ((uint)length > maxPacketBytes)
        {
            return DropReason.TooLarge;
        }

        var span = writer.GetSpanWithLock(length);
        head.CopyTo(span);
        // Fixed header of PUBLISH (3.3.1): type 3, DUP, QoS, RETAIN.
        span[0] = (byte)(0x30 | (dup ? 8 : 0) | ((int)entry.QoS << 1) | (entry.Retain ? 1 : 0));
        if (packetIdOffset >= 0)
        {
            span[packetIdOffset] = (byte)(entry.PacketId >> 8);
            span[packetIdOffset + 1] = (byte)entry.PacketId;
        }

        message.Payload.CopyTo(span[head.Length..]);
        writer.AdvanceWithLock(length, turn);
        Sent++;
        return null;
    }

    private DropReason? WriteOwn(scoped in OutgoingPublish message, scoped in OutboxEntry entry, bool dup, uint? expiry, Turn turn)
    {
        var alias = AliasOf(message.Topic, out var isNew);
        var head = new PublishHead
        {
            Dup = dup,
            QoS = entry.QoS,
            Retain = entry.Retain,
            PacketId = entry.PacketId,
            Topic = alias != 0 && !isNew ? default : message.Topic.Utf8,
            TopicAlias = alias,
            MessageExpiryInterval = expiry,
            SubscriptionIdentifiers = entry.SubscriptionIdentifiers,
            ForwardedProperties = message.Properties,
            PayloadLength = message.Payload.Length,
        };
        var length = head.Measure(version) + message.Payload.Length;
        if ((uint)length > maxPacketBytes && isNew)
        {
            // It may fit without the bytes that would save some next time.
            isNew = false;
            head = head with { TopicAlias = 0 };
            length = head.Measure(version) + message.Payload.Length;
        }

        if ((uint)length > maxPacketBytes)
        {
            return DropReason.TooLarge;
        }

        var span = writer.GetSpanWithLock(length);
        var written = head.Write(span, version, out _);
        message.Payload.CopyTo(span[written..]);
        if (isNew)
        {
            _aliases!.Add(message.Topic, alias);
        }

        writer.AdvanceWithLock(length, turn);
        Sent++;
        return null;
    }

    /// <summary>Zero if the topic gets none. A new one is the client's only once it was written.</summary>
    private ushort AliasOf(TopicRoute topic, out bool isNew)
    {
        isNew = false;
        if (topicAliases == 0)
        {
            return 0;
        }

        _aliases ??= [];
        if (_aliases.TryGetValue(topic, out var alias))
        {
            return alias;
        }

        isNew = _aliases.Count < topicAliases;
        return isNew ? (ushort)(_aliases.Count + 1) : (ushort)0;
    }
}
