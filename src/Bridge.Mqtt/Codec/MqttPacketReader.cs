using System.Buffers;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// Takes packets off the bytes of one connection. Holds no bytes between calls but a scratch for a packet that lies
/// in more than one segment, which <see cref="Release"/> gives back.
/// </summary>
/// <param name="sender">The end whose packets are read.</param>
/// <param name="limits">What a packet may cost.</param>
public sealed class MqttPacketReader(MqttEnd sender, CodecLimits limits)
{
    /// <summary>Set once CONNECT is accepted. While unknown, CONNECT is the only packet that is read.</summary>
    public MqttProtocolVersion Version { get; set; }

    /// <summary>What a packet may cost; to be raised after authentication.</summary>
    public CodecLimits Limits { get; set; } = limits;

    /// <summary>
    /// Takes the next packet off the front of <paramref name="input"/>. False with no fault: more bytes are needed. False with a
    /// fault: the connection is over. The frame is valid until the next call.
    /// </summary>
    public bool TryRead(ref ReadOnlySequence<byte> input, out MqttFrame frame, out MqttFault? fault)
    {
        _ = sender;
        throw new NotSupportedException();
    }

    /// <summary>Gives the scratch back; to be called when the connection idles or ends.</summary>
    public void Release() => throw new NotSupportedException();
}
