using System.Threading.Channels;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Client;

/// <summary>The client against a broker that others wrote.</summary>
public sealed class MosquittoTests(Mosquitto mosquitto) : IClassFixture<Mosquitto>
{
    [MosquittoTheory]
    [InlineData("mqtt", MqttProtocolVersion.V311)]
    [InlineData("mqtt", MqttProtocolVersion.V5)]
    [InlineData("mqtts", MqttProtocolVersion.V5)]
    [InlineData("ws", MqttProtocolVersion.V311)]
    [InlineData("ws", MqttProtocolVersion.V5)]
    [InlineData("wss", MqttProtocolVersion.V5)]
    public async Task Publish_OverEachTransport_ComesBackAtEachQoS(string scheme, MqttProtocolVersion version)
    {
        await using var client = await MqttClient.ConnectAsync(mosquitto.Address(scheme), Options(version));
        var received = Channel.CreateUnbounded<PublishPacket>();
        await using var subscription = await client.SubscribeAsync(
            new SubscriptionRequest($"{scheme}/+", MqttQoS.ExactlyOnce), message => received.Writer.WriteAsync(message));
        Assert.Equal(MqttReasonCode.GrantedQoS2, subscription.Granted);
        foreach (var qos in Enum.GetValues<MqttQoS>())
        {
            // mosquitto takes a tenth of a second for each 4 KiB that come over its WebSocket.
            foreach (var size in new[] { 0, 100, scheme.StartsWith("ws", StringComparison.Ordinal) ? 5_000 : 200_000 })
            {
                var payload = new byte[size];
                Random.Shared.NextBytes(payload);
                await client.PublishAsync($"{scheme}/{qos}", payload, qos).WaitAsync(TestClient.Patience);
                var message = await received.Reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience);
                Assert.Equal($"{scheme}/{qos}", message.Topic);
                Assert.Equal(qos, message.QoS);
                Assert.Equal(payload, message.Payload.ToArray());
            }
        }
    }

    [MosquittoFact]
    public async Task Publish_WithEveryProperty_ArrivesWithThem()
    {
        await using var client = await MqttClient.ConnectAsync(mosquitto.Address("mqtt"), Options(MqttProtocolVersion.V5));
        var received = new TaskCompletionSource<PublishPacket>();
        await using var subscription = await client.SubscribeAsync("properties", message => { received.TrySetResult(message); return default; });
        await client.PublishAsync(new PublishPacket
        {
            Topic = "properties",
            QoS = MqttQoS.AtLeastOnce,
            PayloadIsText = true,
            Payload = "{}"u8.ToArray(),
            ContentType = "application/json",
            ResponseTopic = "answers",
            CorrelationData = new byte[] { 1, 2 },
            MessageExpiryInterval = 100,
            UserProperties = [new("b", "1"), new("a", "2"), new("b", "3")],
        });
        var message = await received.Task.WaitAsync(TestClient.Patience);
        Assert.True(message.PayloadIsText);
        Assert.Equal("application/json", message.ContentType);
        Assert.Equal("answers", message.ResponseTopic);
        Assert.Equal([1, 2], message.CorrelationData!.Value.ToArray());
        Assert.InRange(message.MessageExpiryInterval!.Value, 1u, 100u);
        Assert.Equal([new("b", "1"), new("a", "2"), new("b", "3")], message.UserProperties);
    }

    [MosquittoTheory]
    [InlineData(MqttQoS.AtLeastOnce)]
    [InlineData(MqttQoS.ExactlyOnce)]
    public async Task Publish_Thousands_ArriveInOrder(MqttQoS qos)
    {
        const int count = 3_000;

        // All of them may be under way: beyond receive maximum mosquitto 2.0.11 sends whatever waits as soon as one is acknowledged.
        var options = Options(MqttProtocolVersion.V5) with { ReceiveMaximum = count };
        await using var client = await MqttClient.ConnectAsync(mosquitto.Address("mqtt"), options);
        var received = Channel.CreateUnbounded<int>();
        await using var subscription = await client.SubscribeAsync(
            new SubscriptionRequest($"order/{qos}", qos), message => received.Writer.WriteAsync(BitConverter.ToInt32(message.Payload.Span)));
        var published = Enumerable.Range(0, count).Select(i => client.PublishAsync($"order/{qos}", BitConverter.GetBytes(i), qos)).ToList();

        // However long all of them take, each comes: mosquitto lets twenty be under way at a time.
        foreach (var one in published)
        {
            await one.WaitAsync(TestClient.Patience);
        }

        for (var i = 0; i < count; i++)
        {
            Assert.Equal(i, await received.Reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience));
        }
    }

    [MosquittoFact]
    public async Task Request_ToAResponder_GetsItsAnswer()
    {
        await using var responder = await MqttClient.ConnectAsync(mosquitto.Address("mqtt"), Options(MqttProtocolVersion.V5));
        await using var subscription = await responder.SubscribeAsync("double", async request =>
        {
            var answer = BitConverter.GetBytes(BitConverter.ToInt32(request.Payload.Span) * 2);
            await responder.PublishAsync(new PublishPacket { Topic = request.ResponseTopic!, CorrelationData = request.CorrelationData, Payload = answer });
        });
        await using var asker = await MqttClient.ConnectAsync(mosquitto.Address("mqtt"), Options(MqttProtocolVersion.V5));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            asker.RequestAsync(new PublishPacket { Topic = "double", Payload = BitConverter.GetBytes(i) }, TestClient.Patience)));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i * 2), answers.Select(a => BitConverter.ToInt32(a.Payload.Span)));
        await Assert.ThrowsAsync<TimeoutException>(() => asker.RequestAsync(new PublishPacket { Topic = "nobody" }, TimeSpan.FromMilliseconds(50)));
    }

    [MosquittoFact]
    public async Task Will_OfAClientThatBreaks_IsPublished()
    {
        await using var watcher = await MqttClient.ConnectAsync(mosquitto.Address("mqtt"), Options(MqttProtocolVersion.V5));
        var gone = new TaskCompletionSource<string>();
        await using var subscription = await watcher.SubscribeAsync("will/me", message => { gone.TrySetResult(TestClient.Text(message.Payload)); return default; });
        var will = new WillMessage { Topic = "will/me", Payload = "gone"u8.ToArray() };
        var client = await MqttClient.ConnectAsync(mosquitto.Address("mqtt"), Options(MqttProtocolVersion.V5) with { Will = will });
        await client.DisconnectAsync(MqttReasonCode.DisconnectWithWill);
        await client.DisposeAsync();
        Assert.Equal("gone", await gone.Task.WaitAsync(TestClient.Patience));
    }

    [MosquittoFact]
    public async Task Broker_Restarted_GetsSubscriptionsAndMessagesAgain()
    {
        var own = new Mosquitto();
        await own.InitializeAsync();
        try
        {
            await using var client = await MqttClient.ConnectAsync(own.Address("mqtt"), Options(MqttProtocolVersion.V5));
            var received = Channel.CreateUnbounded<string>();
            await using var subscription = await client.SubscribeAsync("after", message => received.Writer.WriteAsync(TestClient.Text(message.Payload)));
            var again = new TaskCompletionSource();
            client.Connected += _ => again.TrySetResult();
            await own.RestartAsync();
            var published = client.PublishAsync("after", "the restart"u8.ToArray(), MqttQoS.AtLeastOnce);
            await again.Task.WaitAsync(TestClient.Patience);
            await published.WaitAsync(TestClient.Patience);
            await client.PublishAsync("after", "all is well"u8.ToArray(), MqttQoS.AtLeastOnce).WaitAsync(TestClient.Patience);
            Assert.Contains(await received.Reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience), new[] { "the restart", "all is well" });
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    private MqttClientOptions Options(MqttProtocolVersion version) => Patient.Options with
    {
        Version = version,
        ClientId = Guid.NewGuid().ToString("N")[..20],
        ReconnectMinimum = TimeSpan.FromMilliseconds(1),
        ReconnectMaximum = TimeSpan.FromMilliseconds(20),
        Tls = mosquitto.Tls,
    };
}
