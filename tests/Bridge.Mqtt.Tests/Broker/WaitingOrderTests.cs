using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class WaitingOrderTests
{
    [Fact]
    public async Task QoS0_PublishedWhileOthersAreOnTheirWayOut_ComesAfterThem()
    {
        await using var fixture = new BrokerFixture();
        var client = fixture.Open(toClient: new PipeOptions(pauseWriterThreshold: 64, resumeWriterThreshold: 32, useSynchronizationContext: false));
        await client.SendAsync(new ConnectPacket { ClientId = "c" });
        await client.ReceiveAsync<ConnAckPacket>();
        await client.SubscribeAsync(new SubscriptionRequest("t"));
        await client.SyncAsync();
        fixture.Broker.Publish(new() { Topic = "t", Payload = new byte[100] });
        var connection = fixture.Broker.Runtime.Sessions.All.Single().Connection!;
        await Until.TrueAsync("the message is in the pipe, and its flush waits", () => connection is { MessagesSent: 1, Writer.HasPendingFlush: true });
        fixture.Broker.Publish(new() { Topic = "t", Payload = TestClient.Bytes("expires"), MessageExpiry = 1 });
        fixture.Broker.Publish(new() { Topic = "t", Payload = TestClient.Bytes("waits") });
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));

        // Heard in the midst of the queue's way into the pipe, when the first that waited is dropped.
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, fixture.Broker.Runtime.Metrics.Meter) && instrument.Name == "mqtt.broker.messages.dropped")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => fixture.Broker.Publish(new() { Topic = "t", Payload = TestClient.Bytes("late") }));
        listener.Start();

        await client.ReceiveAsync<PublishPacket>();
        Assert.Equal("waits", await client.ReceiveTextAsync());
        Assert.Equal("late", await client.ReceiveTextAsync());
    }
}
