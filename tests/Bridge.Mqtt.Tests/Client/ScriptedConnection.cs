using System.Buffers;
using System.IO.Pipelines;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;
using Bridge.Mqtt.Tests.Codec;

namespace Bridge.Mqtt.Tests.Client;

/// <summary>The server's side of one connection.</summary>
internal sealed class ScriptedConnection(IDuplexPipe pipe, MqttProtocolVersion version)
{
    private readonly MqttPacketReader _reader = new(MqttEnd.Client, CodecLimits.None);

    public ConnectPacket Connect { get; set; } = new();

    public async Task SendAsync(MqttPacket packet)
    {
        Assert.True(MqttPacketWriter.Write(pipe.Output, packet, version));
        await pipe.Output.FlushAsync();
    }

    public async Task SendAsync(AckPacket packet)
    {
        Assert.True(MqttPacketWriter.Write(pipe.Output, packet, version));
        await pipe.Output.FlushAsync();
    }

    public async Task SendAsync(byte[] bytes) => await pipe.Output.WriteAsync(bytes);

    public async Task<T> ReceiveAsync<T>() => Assert.IsType<T>(await NextAsync());

    /// <summary>The next packet, null at the end.</summary>
    public async Task<object?> NextAsync()
    {
        using var patience = new CancellationTokenSource(TestClient.Patience);
        while (true)
        {
            var read = await pipe.Input.ReadAsync(patience.Token);
            var buffer = read.Buffer;
            var packet = WholePacket.Read(_reader, ref buffer, out var fault);
            Assert.Null(fault);
            pipe.Input.AdvanceTo(buffer.Start, packet is null ? buffer.End : buffer.Start);
            _reader.Version = version;
            if (packet is not null || read.IsCompleted)
            {
                return packet;
            }
        }
    }

    /// <summary>The client sends nothing more, then closes.</summary>
    public async Task ReceiveEndAsync() => Assert.Null(await NextAsync());

    /// <summary>The network breaks; where that shows in what is sent, as a socket's reset does, with a cause.</summary>
    public async Task BreakAsync(IOException? cause = null)
    {
        await pipe.Output.CompleteAsync();
        await pipe.Input.CompleteAsync(cause);
    }
}
