using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;
using Bridge.Mqtt.Tests.Codec;

namespace Bridge.Mqtt.Tests.Client;

public sealed class ClientKeepAliveTests
{
    [Fact]
    public async Task Silence_ForHalfTheServersKeepAlive_AsksAndThenLeaves()
    {
        var server = new ScriptedServer();
        var clock = new TestClock();
        var observed = new ObservedTime(clock);
        var (client, connection) = await server.ConnectAsync(
            new ConnAckPacket { ServerKeepAlive = 10 },
            server.Options with { Time = observed, KeepAlive = TimeSpan.FromSeconds(60), Reconnect = false });
        var lost = new TaskCompletionSource<Exception>();
        client.Disconnected += cause => lost.TrySetResult(cause);
        await using var _ = client;

        // The first timer bounds the connecting, the second is the keep alive's.
        await Until.True("the keep alive has begun", () => observed.Timers == 2);
        clock.Advance(TimeSpan.FromSeconds(4.9));
        await client.PublishAsync("early", default);
        Assert.IsType<PublishPacket>(await connection.NextAsync());

        // Nothing has come from the server yet, so it is asked although something was sent.
        clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(MqttPacketType.PingReq, Type(await connection.NextAsync()));
        await Until.True("the keep alive goes on", () => observed.Timers == 3);
        await connection.SendAsync(new PublishPacket { Topic = "heard", QoS = MqttQoS.AtLeastOnce, PacketId = 1 });
        Assert.IsType<AckPacket>(await connection.NextAsync());

        // Something came and something went: it is not asked.
        clock.Advance(TimeSpan.FromSeconds(5));
        await Until.True("the keep alive goes on", () => observed.Timers == 4);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(MqttPacketType.PingReq, Type(await connection.NextAsync()));
        await Until.True("the keep alive goes on", () => observed.Timers == 5);
        Assert.False(lost.Task.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Contains("PINGREQ", (await lost.Task.WaitAsync(TestClient.Patience)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 1)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(40, 30)]
    public void ReconnectDelay_AfterAttempts_HasADoublingCeilingAndFullJitter(int attempts, double ceiling)
    {
        var delay = new Mqtt.Client.ReconnectDelay(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), new Random(1));
        for (var i = 0; i < attempts; i++)
        {
            Assert.InRange(delay.Next(), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        }

        Assert.Equal(ceiling, delay.Ceiling.TotalSeconds);
        delay.Reset();
        Assert.Equal(0.5, delay.Ceiling.TotalSeconds);
    }

    private static MqttPacketType Type(object? packet) =>
        Enum.Parse<MqttPacketType>(PacketFields.Of(packet!)["type"]!.ToString());
}
