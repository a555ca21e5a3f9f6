using System.Diagnostics.CodeAnalysis;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// One control packet in contiguous memory: its fixed header is checked, its body not yet read. Valid until the next read.
/// </summary>
public readonly ref struct MqttFrame
{
    internal MqttFrame(FixedHeader header, ReadOnlySpan<byte> body, MqttEnd sender, MqttProtocolVersion version, CodecLimits limits)
    {
        Header = header;
        Body = body;
        Sender = sender;
        Version = version;
        Limits = limits;
    }

    /// <summary>Which packet this is. Already allowed for this sender and version.</summary>
    public MqttPacketType Type => Header.Type;

    /// <summary>Everything after the fixed header.</summary>
    public ReadOnlySpan<byte> Body { get; }

    internal FixedHeader Header { get; }

    internal MqttEnd Sender { get; }

    internal MqttProtocolVersion Version { get; }

    internal CodecLimits Limits { get; }

    /// <summary>
    /// Reads CONNECT. <paramref name="answer"/> is the version in which a refusal is to be written, also where reading fails; unknown
    /// where the peer doesn't speak MQTT at all, and is to be closed without a word.
    /// </summary>
    public bool TryReadConnect([NotNullWhen(true)] out ConnectPacket? packet, out MqttProtocolVersion answer, [NotNullWhen(false)] out MqttFault? fault) =>
        Done(ConnectCodec.Read(this, out var read, out answer), read, out packet, out fault);

    /// <summary>Reads CONNACK.</summary>
    public bool TryReadConnAck([NotNullWhen(true)] out ConnAckPacket? packet, [NotNullWhen(false)] out MqttFault? fault) =>
        Done(ConnAckCodec.Read(this, out var read), read, out packet, out fault);

    /// <summary>Reads SUBSCRIBE.</summary>
    public bool TryReadSubscribe([NotNullWhen(true)] out SubscribePacket? packet, [NotNullWhen(false)] out MqttFault? fault) =>
        Done(SubscribeCodec.Read(this, out var read), read, out packet, out fault);

    /// <summary>Reads SUBACK.</summary>
    public bool TryReadSubAck([NotNullWhen(true)] out SubAckPacket? packet, [NotNullWhen(false)] out MqttFault? fault) =>
        Done(SubAckCodec.Read(this, out var read), read, out packet, out fault);

    /// <summary>Reads UNSUBSCRIBE.</summary>
    public bool TryReadUnsubscribe([NotNullWhen(true)] out UnsubscribePacket? packet, [NotNullWhen(false)] out MqttFault? fault) =>
        Done(UnsubscribeCodec.Read(this, out var read), read, out packet, out fault);

    /// <summary>Reads UNSUBACK.</summary>
    public bool TryReadUnsubAck([NotNullWhen(true)] out UnsubAckPacket? packet, [NotNullWhen(false)] out MqttFault? fault) =>
        Done(UnsubAckCodec.Read(this, out var read), read, out packet, out fault);

    /// <summary>Reads DISCONNECT.</summary>
    public bool TryReadDisconnect([NotNullWhen(true)] out DisconnectPacket? packet, [NotNullWhen(false)] out MqttFault? fault) =>
        Done(DisconnectCodec.Read(this, out var read), read, out packet, out fault);

    /// <summary>Reads AUTH.</summary>
    public bool TryReadAuth([NotNullWhen(true)] out AuthPacket? packet, [NotNullWhen(false)] out MqttFault? fault) =>
        Done(AuthCodec.Read(this, out var read), read, out packet, out fault);

    /// <summary>Reads PUBLISH without allocating; topic, payload and properties stay in the buffer.</summary>
    public bool TryReadPublish(out PublishView view, [NotNullWhen(false)] out MqttFault? fault)
    {
        fault = PublishCodec.Read(this, out view);
        return fault is null;
    }

    /// <summary>Reads PUBACK, PUBREC, PUBREL or PUBCOMP; allocates only for a reason string or user properties.</summary>
    public bool TryReadAck(out AckPacket packet, [NotNullWhen(false)] out MqttFault? fault)
    {
        fault = AckCodec.Read(this, out packet);
        return fault is null;
    }

    private static bool Done<T>(MqttFault? read, T value, out T? packet, [NotNullWhen(false)] out MqttFault? fault)
        where T : class
    {
        fault = read;
        packet = read is null ? value : null;
        return read is null;
    }
}
