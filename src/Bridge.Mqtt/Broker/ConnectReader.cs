using System.Buffers;
using System.IO.Pipelines;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>Reads the first packet of a connection, which must be CONNECT [MQTT-3.1.0-1]. What follows it stays in the pipe.</summary>
internal sealed class ConnectReader(MqttConnection connection, PipeReader input, MqttPacketReader reader)
{
    /// <summary>Bytes of the CONNECT.</summary>
    public long Bytes { get; private set; }

    /// <summary>Null if there was none, or none that we serve; then the answer, if one is due, is written.</summary>
    public async ValueTask<ConnectPacket?> ReadAsync()
    {
        while (true)
        {
            var result = await input.ReadAsync();
            var buffer = result.Buffer;
            var examined = buffer.End;
            try
            {
                if (connection.IsClosing)
                {
                    return null;
                }

                if (TryRead(ref buffer, out var packet, out var isOver))
                {
                    examined = buffer.Start;
                    return packet;
                }

                if (isOver || result.IsCompleted)
                {
                    return null;
                }
            }
            finally
            {
                input.AdvanceTo(buffer.Start, examined);
            }
        }
    }

    private bool TryRead(ref ReadOnlySequence<byte> buffer, out ConnectPacket? packet, out bool isOver)
    {
        packet = null;
        var available = buffer.Length;
        if (!reader.TryRead(ref buffer, out var frame, out var fault))
        {
            isOver = fault is not null;
            return false;
        }

        isOver = true;
        Bytes = available - buffer.Length;
        var isRead = frame.TryReadConnect(out packet, out var version, out fault);
        reader.Version = version;
        connection.Packets.Version = version;

        // A peer that doesn't speak MQTT at all is closed without a word.
        if (!isRead && version != MqttProtocolVersion.Unknown)
        {
            connection.Refuse(fault!.Code, fault.Reason);
        }

        return isRead;
    }
}
