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
        var (client, connection) = await server.ConnectAsync(
            new ConnAckPacket { ServerKeepAlive = 10 },
            server.Options with { Time = clock, KeepAlive = TimeSpan.FromSeconds(60), Reconnect = false });
        var lost = new TaskCompletionSource<Exception>();
        client.Disconnected += cause => lost.TrySetResult(cause);
        await using var _ = client;

        // What is sent shows that the connection is being served, its keep alive included.
        await client.PublishAsync("begun", default);
        Assert.IsType<PublishPacket>(await connection.NextAsync());
        clock.Advance(TimeSpan.FromSeconds(4.9));
        await client.PublishAsync("early", default);
        Assert.IsType<PublishPacket>(await connection.NextAsync());

        // Nothing has come from the server yet, so it is asked although something was sent.
        clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(MqttPacketType.PingReq, Type(await connection.NextAsync()));
        await connection.SendAsync(Bridge.Mqtt.Codec.MqttPacketWriter.PingResp.ToArray());
        await client.PublishAsync("sync", default);
        Assert.IsType<PublishPacket>(await connection.NextAsync());

        await Until.True("the client asks again", () => { clock.Advance(TimeSpan.FromSeconds(1)); return lost.Task.IsCompleted; });
        Assert.Equal(MqttPacketType.PingReq, Type(await connection.NextAsync()));
        Assert.Contains("PINGREQ", (await lost.Task).Message, StringComparison.Ordinal);
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
