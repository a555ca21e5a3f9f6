using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;
using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Tests.Limits;

/// <summary>What stays when a flood is over, counted in objects and places, not in bytes.</summary>
public sealed class LeftoversTests
{
    private const int Many = 400;

    [Fact]
    public async Task Sessions_ThatEnded_AreNotHeldByTheTopicsTheyHad()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { NewConnectionsPerSecond = 100_000 });
        var sessions = new List<WeakReference>();
        for (var i = 0; i < Many; i++)
        {
            sessions.Add(await ComeAndGoAsync(fixture, $"c{i}", $"t/{i}", retain: false));
        }

        // The routes are walked once for so many that ended.
        Assert.InRange(CountAlive(sessions), 0, 1 + (Many / 4));
    }

    [Fact]
    public async Task Session_ThatEnded_IsNotHeldByItsRetainedMessage()
    {
        await using var fixture = new BrokerFixture();
        var session = await ComeAndGoAsync(fixture, "publisher", "t", retain: true);

        // A topic's route holds those it was last handed to.
        fixture.Broker.Publish(new MqttApplicationMessage { Topic = "t", Payload = TestClient.Bytes("other"), Retain = false });

        Assert.Single(fixture.Broker.Retained("t"));
        Assert.Equal(0, CountAlive([session]));
    }

    [Fact]
    public async Task Connection_ThatEnded_IsHeldByNoDeadlineThatIsYetToCome()
    {
        await using var fixture = new BrokerFixture();
        var connection = await WaitAndGoAsync(fixture);
        await Until.TrueAsync("it has ended", () => !fixture.Broker.Runtime.Connections.All.Any());

        Assert.NotEqual(0, fixture.Broker.Runtime.Deadlines.Count);
        await Until.TrueAsync("nobody holds it", () => CountAlive([connection]) == 0);
    }

    [Fact]
    public async Task Counters_AfterConnectionsThatEndedInEveryWay_AreZero()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { NewConnectionsPerSecond = 100_000, ConnectionsPerAddress = 3 });
        await Task.WhenAll(Enumerable.Range(0, Many).Select(i => Task.Run(() => ComeAndEndAsync(fixture, i))));
        fixture.Clock.Advance(TimeSpan.FromSeconds(10));

        var admission = fixture.Broker.Runtime.Admission;
        await Until.TrueAsync("all connections have ended", () => !fixture.Broker.Runtime.Connections.All.Any());
        Assert.Equal((0, 0, 0), (admission.Connections, admission.Strangers, admission.Addresses));
    }

    [Fact]
    public void Level_ThatHadManyChildren_GivesTheirRoomBack()
    {
        var level = new LevelNode<string>();
        for (var i = 0; i < 100 * Many; i++)
        {
            level.FindOrAdd($"{i}").Value = "here";
        }

        for (var i = 1; i < 100 * Many; i++)
        {
            level.Remove($"{i}");
        }

        Assert.InRange(level.Children.Capacity, 1, 100);
        Assert.Equal("here", level.Find("0")!.Value);
    }

    [Fact]
    public void Queue_ThatWasFlooded_GivesItsRoomBackWhenItIsHardlyUsedAnyMore()
    {
        var queue = new RingQueue<int>();
        FillAndDrain(queue, 100 * Many);
        Assert.InRange(queue.Capacity, 100 * Many, int.MaxValue);

        FillAndDrain(queue, 1);

        Assert.Equal(0, queue.Capacity);
        FillAndDrain(queue, 10);
    }

    [Fact]
    public void Queue_ThatIsFloodedAgainAndAgain_KeepsItsRoom()
    {
        var queue = new RingQueue<int>();
        FillAndDrain(queue, 100 * Many);
        var room = queue.Capacity;

        FillAndDrain(queue, 50 * Many);

        Assert.Equal(room, queue.Capacity);
    }

    /// <summary>Not inlined into the test, whose frame would hold what this one used.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> ComeAndGoAsync(BrokerFixture fixture, string clientId, string topic, bool retain)
    {
        var client = await fixture.ConnectAsync(clientId);
        await client.SubscribeAsync(new SubscriptionRequest(topic));
        await client.PublishAsync(topic, "x", retain: retain);
        await client.ReceiveAsync<PublishPacket>();
        var session = new WeakReference(fixture.Broker.Runtime.Sessions.All.Single());
        await client.BreakAsync();
        return session;
    }

    /// <summary>Keep-alive, and a flush that had to wait: a deadline for each.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> WaitAndGoAsync(BrokerFixture fixture)
    {
        var client = fixture.Open(toClient: new PipeOptions(pauseWriterThreshold: 64, resumeWriterThreshold: 32, useSynchronizationContext: false));
        await client.SendAsync(new ConnectPacket { ClientId = "c", KeepAlive = 60 });
        await client.ReceiveAsync<ConnAckPacket>();
        await client.SubscribeAsync(new SubscriptionRequest("t"));
        var connection = fixture.Broker.Runtime.Sessions.All.Single().Connection!;
        fixture.Broker.Publish(new MqttApplicationMessage { Topic = "t", Payload = new byte[100] });
        Assert.True(connection.Writer.HasPendingFlush);
        await client.ReceiveAsync<PublishPacket>();
        await client.BreakAsync();
        return new WeakReference(connection);
    }

    private static async Task ComeAndEndAsync(BrokerFixture fixture, int number)
    {
        var client = fixture.Open(from: new IPAddress([10, 0, 0, (byte)(number % 50)]));
        switch (number % 4)
        {
            case 0:
                await client.SendAsync(new ConnectPacket { ClientId = $"c{number % 7}", SessionExpiryInterval = (uint)(number % 3) });
                break;
            case 1:
                await client.SendAsync(new byte[] { 0xF0, 0 });
                break;
            case 2:
                await client.SendAsync(new ConnectPacket { ClientId = new string('x', 100) });
                break;
            default:
                // Says nothing, and is cut if it stays.
                return;
        }

        await client.BreakAsync();
    }

    private static int CountAlive(IEnumerable<WeakReference> objects)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return objects.Count(reference => reference.IsAlive);
    }

    private static void FillAndDrain(RingQueue<int> queue, int count)
    {
        for (var i = 0; i < count; i++)
        {
            queue.Enqueue(i);
        }

        for (var i = 0; i < count; i++)
        {
            Assert.Equal(i, queue.Dequeue());
        }
    }
}
