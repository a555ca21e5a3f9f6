using System.Diagnostics.Metrics;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class SystemTopicTests
{
    [Fact]
    public async Task SystemTopics_Subscribed_ShowFiguresAndFollowTheClock()
    {
        var clock = new TestClock();
        await using var broker = new MqttBroker(
            new MqttBrokerOptions { SystemTopicInterval = TimeSpan.FromSeconds(10), Version = "test 1" },
            new MqttBrokerServices { Authenticator = new TestAuthenticator(), Authorizer = new TestAuthorizer(), Time = clock });
        var figures = new Dictionary<string, string>();
        using var subscription = broker.Subscribe(
            "$SYS/broker/#", delivery => figures[delivery.Topic["$SYS/broker/".Length..]] = TestClient.Text(delivery.Payload), retained: true);
        Assert.Equal("test 1", figures["version"]);
        Assert.Equal("0 seconds", figures["uptime"]);

        clock.Advance(TimeSpan.FromSeconds(10.1));

        Assert.Equal("10 seconds", figures["uptime"]);
        Assert.Equal("0", figures["clients/connected"]);
        Assert.Equal("1", figures["subscriptions/count"]);
    }

    [Fact]
    public async Task Metrics_AskedForAsSoonAsTheyAreThere_AreTold()
    {
        using var meters = new OneMeter();
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meters.Meter))
            {
                listener.EnableMeasurementEvents(instrument);
                listener.RecordObservableInstruments();
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.Start();

        await using var broker = new MqttBroker(
            new MqttBrokerOptions { SystemTopicInterval = TimeSpan.Zero },
            new MqttBrokerServices { Authenticator = new TestAuthenticator(), Authorizer = new TestAuthorizer(), Meters = meters });

        Assert.Equal(9, seen.Count);
        Assert.All(seen, figure => Assert.Equal(0, figure.Value));
    }

    [Fact]
    public async Task Metrics_AfterTraffic_CountMessagesBytesAndDrops()
    {
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener();
        await using var fixture = new BrokerFixture();
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, fixture.Broker.Runtime.Metrics.Meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => seen[instrument.Name] = seen.GetValueOrDefault(instrument.Name) + value);
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.Start();
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("t"));
        await client.PublishAsync("t", "x");
        await client.ReceiveTextAsync();
        await client.PublishAsync("denied/t", "x");
        await client.SyncAsync();

        listener.RecordObservableInstruments();

        Assert.Equal(1, seen["mqtt.broker.connections"]);
        Assert.Equal(1, seen["mqtt.broker.subscriptions"]);
        Assert.Equal(2, seen["mqtt.broker.messages.received"]);
        Assert.Equal(1, seen["mqtt.broker.messages.sent"]);
        Assert.Equal(1, seen["mqtt.broker.messages.dropped"]);
        Assert.InRange(seen["mqtt.broker.received"], 40, 100);
        Assert.InRange(seen["mqtt.broker.sent"], 15, 100);
    }

    private sealed class OneMeter : IMeterFactory
    {
        public Meter Meter { get; } = new("Bridge.Mqtt.Broker of one test");

        public Meter Create(MeterOptions options) => Meter;

        public void Dispose() => Meter.Dispose();
    }
}
