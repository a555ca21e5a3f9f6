using System.IO.Pipelines;
using System.Threading.Channels;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Client;

/// <summary>The client and the broker of this library with each other, in memory.</summary>
public sealed class OurBrokerTests : IAsyncDisposable
{
    private readonly MqttBroker _broker = new(
        new MqttBrokerOptions { SystemTopicInterval = TimeSpan.Zero },
        new MqttBrokerServices { Authenticator = new TestAuthenticator(), Authorizer = new TestAuthorizer() });

    // The sample of the README: a client that subscribes, publishes, and asks.
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V5)]
    public async Task Publish_AtEachQoS_ComesBack(MqttProtocolVersion version)
    {
        await using var client = new MqttClient(DialAsync, Patient.Options with { ClientId = "sample", Version = version });
        await client.ConnectAsync();

        var received = Channel.CreateUnbounded<PublishPacket>();
        await using var subscription = await client.SubscribeAsync(
            new SubscriptionRequest("sensors/+/temperature", MqttQoS.ExactlyOnce),
            message => received.Writer.WriteAsync(message));

        foreach (var qos in Enum.GetValues<MqttQoS>())
        {
            await client.PublishAsync("sensors/kitchen/temperature", "21.5"u8.ToArray(), qos);
            var message = await received.Reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience);
            Assert.Equal(("sensors/kitchen/temperature", "21.5", qos), (message.Topic, TestClient.Text(message.Payload), message.QoS));
        }
    }

    [Fact]
    public async Task Request_ToAnotherClient_IsAnswered()
    {
        await using var responder = new MqttClient(DialAsync, Patient.Options with { ClientId = "responder" });
        await responder.ConnectAsync();
        await using var subscription = await responder.SubscribeAsync("echo", async request =>
            await responder.PublishAsync(new PublishPacket { Topic = request.ResponseTopic!, CorrelationData = request.CorrelationData, Payload = request.Payload }));
        await using var asker = new MqttClient(DialAsync, Patient.Options with { ClientId = "asker" });
        await asker.ConnectAsync();
        var answer = await asker.RequestAsync(new PublishPacket { Topic = "echo", Payload = "?"u8.ToArray() }, TestClient.Patience);
        Assert.Equal("?", TestClient.Text(answer.Payload));
    }

    [Fact]
    public async Task Connection_Broken_GoesOnWithItsSession()
    {
        await using var client = new MqttClient(DialAsync, Patient.Options with
        {
            ClientId = "lasting",
            SessionExpiryInterval = 60,
            ReconnectMinimum = TimeSpan.FromMilliseconds(1),
        });
        await client.ConnectAsync();
        var received = Channel.CreateUnbounded<string>();
        await using var subscription = await client.SubscribeAsync("t", message => received.Writer.WriteAsync(TestClient.Text(message.Payload)));
        var again = new TaskCompletionSource<bool>();
        client.Connected += answer => again.TrySetResult(answer.SessionPresent);

        _broker.Runtime.Connections.All.Single().Abort();
        Assert.True(await again.Task.WaitAsync(TestClient.Patience));
        _broker.Publish(new() { Topic = "t", Payload = "still here"u8.ToArray(), QoS = MqttQoS.AtLeastOnce });
        Assert.Equal("still here", await received.Reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience));
    }

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    private ValueTask<IDuplexPipe> DialAsync(CancellationToken cancellation)
    {
        var pair = new DuplexPipePair();
        _ = _broker.ServeAsync(pair.Server, new MqttTransport(), CancellationToken.None);
        return new(pair.Client);
    }
}
