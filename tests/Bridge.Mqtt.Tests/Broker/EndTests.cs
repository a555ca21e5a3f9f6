using System.IO.Pipelines;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.WebSockets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>The end of a connection while another thread is at its transport: the transport ends after that, and is left alone then.</summary>
public sealed class EndTests
{
    [Fact]
    public async Task Abort_WhileAPublisherFlushes_CompletesThePipeOnlyAfterwards()
    {
        await using var fixture = new BrokerFixture();
        using var inFlush = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var isWatched = false;
        var isInFlush = false;
        var wasCompletedInFlush = false;
        var pipes = new DuplexPipePair();
        var output = new HookedPipeWriter(pipes.Server.Output)
        {
            BeforeFlush = () =>
            {
                if (Volatile.Read(ref isWatched))
                {
                    Volatile.Write(ref isInFlush, true);
                    inFlush.Set();
                    goOn.Wait(TestClient.Patience);
                    Volatile.Write(ref isInFlush, false);
                }
            },
            Cancelled = goOn.Set,
            Completed = () =>
            {
                wasCompletedInFlush = Volatile.Read(ref isInFlush);
                goOn.Set();
            },
        };
        var served = fixture.Broker.ServeAsync(new End(pipes.Server.Input, output), new MqttTransport());
        var subscriber = new TestClient(pipes.Client, MqttProtocolVersion.V5, served);
        await subscriber.SendAsync(new ConnectPacket { ClientId = "subscriber" });
        await subscriber.ReceiveAsync<ConnAckPacket>();
        await subscriber.SubscribeAsync(new SubscriptionRequest("t"));
        await fixture.WhenReadyAsync("subscriber"); // Or the flush that is watched could be its own thread's, after that of SUBACK.
        var connection = fixture.Broker.Runtime.Connections.All.Single();
        Volatile.Write(ref isWatched, true);
        var publishing = Task.Run(() => fixture.Broker.Publish(new MqttApplicationMessage { Topic = "t", Payload = TestClient.Bytes("x") }));
        Assert.True(inFlush.Wait(TestClient.Patience));

        connection.Abort();

        await served.WaitAsync(TestClient.Patience);
        await publishing.WaitAsync(TestClient.Patience);
        Assert.False(wasCompletedInFlush);
    }

    [Fact]
    public async Task Abort_AfterTheConnectionEnded_LeavesTheTransportAlone()
    {
        await using var fixture = new BrokerFixture();
        var aborts = 0;
        var pipes = new DuplexPipePair();
        var served = fixture.Broker.ServeAsync(pipes.Server, new MqttTransport { Abort = () => aborts++ });
        var connection = fixture.Broker.Runtime.Connections.All.Single();
        await pipes.Client.Output.CompleteAsync();
        await served.WaitAsync(TestClient.Patience);

        connection.Abort();

        Assert.Equal(0, aborts);
    }

    [Fact]
    public async Task Flush_ThatFailsInAWayOfItsOwn_EndsItsConnectionAndNotThePublisher()
    {
        await using var fixture = new BrokerFixture();
        var isBroken = false;
        var pipes = new DuplexPipePair();
        var output = new HookedPipeWriter(pipes.Server.Output)
        {
            BeforeFlush = () => _ = Volatile.Read(ref isBroken) ? throw new NotSupportedException("a transport's own") : false,
        };
        var served = fixture.Broker.ServeAsync(new End(pipes.Server.Input, output), new MqttTransport());
        var subscriber = new TestClient(pipes.Client, MqttProtocolVersion.V5, served);
        await subscriber.SendAsync(new ConnectPacket { ClientId = "subscriber" });
        await subscriber.ReceiveAsync<ConnAckPacket>();
        await subscriber.SubscribeAsync(new SubscriptionRequest("t"));
        var publisher = await fixture.ConnectAsync("publisher");
        Volatile.Write(ref isBroken, true);

        await publisher.PublishAsync("t", "x");

        await served.WaitAsync(TestClient.Patience);
        await publisher.SyncAsync();
    }

    [Fact]
    public async Task Session_WhoseClientIsAway_KeepsNothingOfItsTransport()
    {
        await using var fixture = new BrokerFixture();
        var pipes = new DuplexPipePair();
        var transport = new MqttTransport { Listener = "device", Kind = "ws", Principal = "someone", Abort = () => { }, Linger = () => Task.CompletedTask };
        var served = fixture.Broker.ServeAsync(pipes.Server, transport);
        var client = new TestClient(pipes.Client, MqttProtocolVersion.V5, served);
        await client.SendAsync(new ConnectPacket { ClientId = "away", SessionExpiryInterval = 100 });
        await client.ReceiveAsync<ConnAckPacket>();
        await client.BreakAsync();

        var known = fixture.Broker.Runtime.Sessions.All.Single().Client.Transport;

        Assert.Equal(("device", "ws", "someone"), (known.Listener, known.Kind, known.Principal));
        Assert.Equal((null, null, null), (known.Abort, known.Accepted, known.Linger));
    }

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
