using System.IO.Pipelines;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>Packets of the server, one at a time, copied out of the pipe.</summary>
internal sealed class PacketSource(PipeReader input, MqttClientOptions options)
{
    private readonly MqttPacketReader _reader = new(MqttEnd.Server, options.Limits) { Version = options.Version };

    /// <summary>The next packet; null where the server has closed. In the forms of <see cref="WholePacket"/>.</summary>
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
                packet = WholePacket.Read(_reader, ref buffer, out fault);
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
}
