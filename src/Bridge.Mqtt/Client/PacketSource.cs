using System.Buffers;
using System.IO.Pipelines;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>Packets of the server, one at a time, copied out of the pipe.</summary>
internal sealed class PacketSource(PipeReader input, MqttClientOptions options)
{
    private readonly MqttPacketReader _reader = new(MqttEnd.Server, options.Limits) { Version = options.Version };

    /// <summary>The next packet; null where the server has closed. A <see cref="AckPacket"/> comes boxed, PINGRESP as its type.</summary>
    /// <exception cref="MqttClientException">What came is no packet; the code is what DISCONNECT says to that.</exception>
    public async ValueTask<object?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellation);
            var buffer = read.Buffer;
            object? packet = null;
            MqttFault? fault = null;
            try
            {
                packet = TryRead(ref buffer, out fault);
            }
            finally
            {
                input.AdvanceTo(buffer.Start, packet is null ? buffer.End : buffer.Start);
            }

            if (fault is not null)
            {
                throw new MqttClientException(fault.Code, fault.Reason);
            }

            if (packet is not null || read.IsCompleted || read.IsCanceled)
            {
                return packet;
            }
        }
    }

    /// <summary>Gives memory back at the end.</summary>
    public void Release() => _reader.Release();

    private object? TryRead(ref ReadOnlySequence<byte> buffer, out MqttFault? fault)
    {
        if (!_reader.TryRead(ref buffer, out var frame, out fault))
        {
            return null;
        }

        switch (frame.Type)
        {
            case MqttPacketType.Publish:
                return frame.TryReadPublish(out var view, out fault) ? view.ToPacket() : null;
            case MqttPacketType.ConnAck:
                _ = frame.TryReadConnAck(out var connAck, out fault);
                return connAck;
            case MqttPacketType.SubAck:
                _ = frame.TryReadSubAck(out var subAck, out fault);
                return subAck;
            case MqttPacketType.UnsubAck:
                _ = frame.TryReadUnsubAck(out var unsubAck, out fault);
                return unsubAck;
            case MqttPacketType.Disconnect:
                _ = frame.TryReadDisconnect(out var disconnect, out fault);
                return disconnect;
            case MqttPacketType.Auth:
                _ = frame.TryReadAuth(out var auth, out fault);
                return auth;
            case MqttPacketType.PingResp:
                return frame.Type;
            default:
                return frame.TryReadAck(out var ack, out fault) ? ack : null;
        }
    }
}
