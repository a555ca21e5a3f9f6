using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class LingerTests
{
    private readonly TaskCompletionSource _lingers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Disconnected_ByTheBroker_LingersAfterTheReasonAndBeforeTheEnd()
    {
        await using var fixture = new BrokerFixture();
        var client = await ConnectAsync(fixture);

        await client.SendAsync(new ConnectPacket { ClientId = "again" });

        Assert.Equal(MqttReasonCode.ProtocolError, (await client.ReceiveAsync<DisconnectPacket>()).ReasonCode);
        await _lingers.Task.WaitAsync(TestClient.Patience);
        Assert.False(client.Served.IsCompleted);
        _enough.SetResult();
        await client.ReceiveEndAsync();
    }

    [Fact]
    public async Task Disconnected_ByTheClient_EndsAtOnce()
    {
        await using var fixture = new BrokerFixture();
        var client = await ConnectAsync(fixture);

        await client.SendAsync(new DisconnectPacket());
        await client.ReceiveEndAsync();

        Assert.False(_lingers.Task.IsCompleted);
    }

    private async Task<TestClient> ConnectAsync(BrokerFixture fixture)
    {
        var client = fixture.Open(linger: LingerAsync);
        await client.SendAsync(new ConnectPacket { ClientId = "c" });
        client.ConnAck = await client.ReceiveAsync<ConnAckPacket>();
        return client;
    }

    private Task LingerAsync()
    {
        _lingers.SetResult();
        return _enough.Task;
    }
}
