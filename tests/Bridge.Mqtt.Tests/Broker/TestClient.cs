using System.Buffers;
using System.IO.Pipelines;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>A client that does exactly what the test says: it sends packets or bytes, and takes packets one by one.</summary>
internal sealed class TestClient(IDuplexPipe pipe, MqttProtocolVersion version, Task served)
{
    /// <summary>Only a broken broker takes so long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MqttPacketReader _reader = new(MqttEnd.Server, CodecLimits.None) { Version = version };

    public ConnAckPacket ConnAck { get; set; } = new();

    /// <summary>Ends when the broker has let go of the connection.</summary>
    public Task Served { get; } = served;

    public async Task SendAsync(MqttPacket packet)
    {
        Assert.True(MqttPacketWriter.Write(pipe.Output, packet, version));
        await pipe.Output.FlushAsync();
    }

    public async Task SendAsync(AckPacket packet)
    {
        MqttPacketWriter.Write(pipe.Output, packet, version);
        await pipe.Output.FlushAsync();
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await pipe.Output.WriteAsync(bytes);

    /// <summary>The connection breaks, without DISCONNECT.</summary>
    public async Task BreakAsync()
    {
        await pipe.Output.CompleteAsync();
        await Served.WaitAsync(Patience);
    }

    /// <summary>Subscribes, and takes the SUBACK.</summary>
    public async Task<SubAckPacket> SubscribeAsync(params SubscriptionRequest[] subscriptions) =>
        await SubscribeAsync(0, subscriptions);

    public async Task<SubAckPacket> SubscribeAsync(uint identifier, params SubscriptionRequest[] subscriptions)
    {
        await SendAsync(new SubscribePacket { PacketId = 77, SubscriptionIdentifier = identifier, Subscriptions = subscriptions });
        return await ReceiveAsync<SubAckPacket>();
    }

    public Task PublishAsync(string topic, string payload = "", MqttQoS qos = MqttQoS.AtMostOnce, ushort packetId = 0, bool retain = false) =>
        SendAsync(new PublishPacket { Topic = topic, Payload = Bytes(payload), QoS = qos, PacketId = packetId, Retain = retain });

    /// <summary>After this, everything that was sent before has been dealt with.</summary>
    public async Task SyncAsync()
    {
        await SendAsync(MqttPacketWriter.PingReq.ToArray());
        Assert.Equal("PingResp", await NextAsync());
    }

    /// <summary>The next packet, which must be of the type.</summary>
    public async Task<T> ReceiveAsync<T>()
        where T : MqttPacket => Assert.IsType<T>(await NextAsync(), exactMatch: true);

    public async Task<AckPacket> ReceiveAckAsync() => Assert.IsType<AckPacket>(await NextAsync());

    public async Task<string> ReceiveTextAsync() => Text((await ReceiveAsync<PublishPacket>()).Payload);

    /// <summary>Nothing more comes, and the connection is over.</summary>
    public async Task ReceiveEndAsync()
    {
        Assert.Null(await NextAsync());
        await pipe.Output.CompleteAsync();
        await Served.WaitAsync(Patience);
    }

    public async Task<DisconnectPacket> ReceiveDisconnectAsync()
    {
        var disconnect = await ReceiveAsync<DisconnectPacket>();
        await ReceiveEndAsync();
        return disconnect;
    }

    /// <summary>Shows that nothing was sent: the answer to a PINGREQ comes next.</summary>
    public Task ReceiveNothingAsync() => SyncAsync();

    public static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlyMemory<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes.Span);

    /// <summary>A packet, an <see cref="AckPacket"/>, "PingResp", or null at the end.</summary>
    public async Task<object?> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var result = await pipe.Input.ReadAsync(patience.Token);
            var buffer = result.Buffer;
            var packet = Take(ref buffer);
            var isOver = packet is null && result.IsCompleted;
            pipe.Input.AdvanceTo(buffer.Start, packet is null ? buffer.End : buffer.Start);
            if (packet is not null || isOver)
            {
                return packet;
            }
        }
    }

    private object? Take(ref ReadOnlySequence<byte> buffer)
    {
        var packet = WholePacket.Read(_reader, ref buffer, out var fault);
        Assert.True(fault is null, fault?.ToString());
        return packet is MqttPacketType ping ? ping.ToString() : packet;
    }
}
