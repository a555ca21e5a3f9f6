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
        // The thread on which its connection ended may not have left it yet.
        await Until.TrueAsync("nobody holds it", () => CountAlive([session]) == 0);
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
    public async Task Connection_ThatEndedWhileItProvedItselfAnew_IsHeldByNoDeadlineThatIsYetToCome()
    {
        await using var fixture = new BrokerFixture(enhanced: new DoublingAuthenticator());
        var connection = await ReauthenticateAndGoAsync(fixture);

        Assert.NotEqual(0, fixture.Broker.Runtime.Deadlines.Count);
        await Until.TrueAsync("nobody holds it", () => CountAlive([connection]) == 0);
    }

    [Fact]
    public async Task Session_ThatEndedWhileItHeldUpItsSenders_IsHeldByNoDeadlineThatIsYetToCome()
    {
        await using var fixture = new BrokerFixture(new BrokerLimits { Client = new ClientLimits { QueueMessages = 10, SendMaximum = 2 } });
        var session = await HoldUpAndGoAsync(fixture);

        // A topic's route holds those it was last handed to.
        fixture.Broker.Publish(new MqttApplicationMessage { Topic = "t" });

        Assert.NotEqual(0, fixture.Broker.Runtime.Deadlines.Count);
        await Until.TrueAsync("nobody holds it", () => CountAlive([session]) == 0);
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

    [Fact]
    public void Messages_ThatAreGivenUpWhileTheyAreMany_GiveTheirRoomBack()
    {
        var queue = new EntryQueue();
        for (var i = 0; i < 100 * Many; i++)
        {
            queue.Enqueue(new OutboxEntry { Message = Message(), SubscriptionIdentifiers = [] });
        }

        Assert.Equal(100 * Many, queue.Clear());

        Assert.Equal((0, 0L, 0), (queue.Count, queue.Bytes, queue.Capacity));
    }

    [Fact]
    public void PacketIds_ThatWereManyAtOnce_GiveTheirRoomBackWhenTheLastIsReleased()
    {
        var ids = new InboundQoS2();
        for (var id = 1; id <= 10 * Many; id++)
        {
            ids.Add((ushort)id, accepted: true);
        }

        for (var id = 1; id <= 10 * Many; id++)
        {
            Assert.True(ids.Remove((ushort)id));
        }

        Assert.Equal(0, ids.Capacity);
    }

    [Fact]
    public void PacketIds_OfAUsualClient_KeepTheirRoom()
    {
        var ids = new InboundQoS2();
        ids.Add(1, accepted: true);
        Assert.True(ids.Remove(1));

        Assert.InRange(ids.Capacity, 1, 100);
    }

    [Fact]
    public void Subscriptions_ThatWereMany_AreFewAgainWhenTheLastIsGone()
    {
        var subscriptions = new SessionSubscriptions();
        for (var i = 0; i < Many; i++)
        {
            subscriptions.Set(Subscription($"t/{i}"));
        }

        for (var i = 0; i < Many; i++)
        {
            Assert.NotNull(subscriptions.Remove($"t/{i}"));
        }

        Assert.IsType<Subscription[]>(subscriptions.All);
        Assert.Empty(subscriptions.All);
    }

    [Fact]
    public void Head_ThatWasLong_GivesItsRoomBackWithTheNextMessage()
    {
        var first = HeadCache.Start();
        var message = new OutgoingPublish { Topic = new TopicRoute("t", [(byte)'t']), ExpiresAt = Expiry.Never, Properties = new byte[10_000] };
        Assert.True(first.Head(in message, MqttProtocolVersion.V5, hasPacketId: false, expiry: null, out _).Length > 10_000);
        Assert.True(first.Capacity > 10_000);
        first.Finish();

        var next = HeadCache.Start();
        next.Finish();

        Assert.Same(first, next);
        Assert.InRange(next.Capacity, 1, 4096);
    }

    [Fact]
    public async Task Topics_ThatWereManyMoreThanAreKept_AreForgotten()
    {
        await using var fixture = new BrokerFixture();
        var table = fixture.Broker.Runtime.Subscriptions;
        for (var i = 0; i < 100 * Many; i++)
        {
            table.Route($"t/{i}");
        }

        Assert.InRange(table.Routes, 1, 20_000);
    }

    [Fact]
    public void Answers_ThatWereManyAtOnce_GiveTheirRoomBackWhenTheyAreInThePipe()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var backlog = default(AnswerBacklog);
        backlog.Add(new byte[100]);
        Assert.Equal(100, backlog.CopyTo(pipe.Writer));
        pipe.Writer.Advance(100);
        Assert.InRange(backlog.Capacity, 100, 4096);
        backlog.Add(new byte[100_000]);

        Assert.Equal(100_000, backlog.CopyTo(pipe.Writer));

        Assert.Equal((0, 0), (backlog.Count, backlog.Capacity));
        Assert.Equal(0, backlog.CopyTo(pipe.Writer));
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
        await Until.TrueAsync("the message is in the pipe, and its flush waits", () => connection is { MessagesSent: 1, Writer.HasPendingFlush: true });
        await client.ReceiveAsync<PublishPacket>();
        await client.BreakAsync();
        return new WeakReference(connection);
    }

    /// <summary>It is asked for its next step, and leaves.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> ReauthenticateAndGoAsync(BrokerFixture fixture)
    {
        var client = fixture.Open();
        await client.SendAsync(new ConnectPacket { ClientId = "c", AuthenticationMethod = DoublingAuthenticator.Method, AuthenticationData = new byte[] { 1 } });
        await client.ReceiveAsync<AuthPacket>();
        var step = new AuthPacket { ReasonCode = MqttReasonCode.ContinueAuthentication, AuthenticationMethod = DoublingAuthenticator.Method, AuthenticationData = new byte[] { 2 } };
        await client.SendAsync(step);
        await client.ReceiveAsync<ConnAckPacket>();
        await client.SendAsync(step with { ReasonCode = MqttReasonCode.ReAuthenticate });
        await client.ReceiveAsync<AuthPacket>();
        var connection = new WeakReference(fixture.Broker.Runtime.Sessions.All.Single().Connection);
        await client.BreakAsync();
        return connection;
    }

    /// <summary>Two in flight, six wait: more than half of what may.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> HoldUpAndGoAsync(BrokerFixture fixture)
    {
        var client = await fixture.ConnectAsync("c");
        await client.SubscribeAsync(new SubscriptionRequest("t", MqttQoS.AtLeastOnce));
        for (var i = 0; i < 8; i++)
        {
            fixture.Broker.Publish(new MqttApplicationMessage { Topic = "t", QoS = MqttQoS.AtLeastOnce });
        }

        var session = fixture.Broker.Runtime.Sessions.All.Single();
        lock (session.Sync)
        {
            Assert.True(session.Outbox.IsCongestedWithLock);
        }

        await client.BreakAsync();
        return new WeakReference(session);
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

    private static Publication Message()
    {
        var publication = PublicationPool.Rent();
        publication.Fill(new OutgoingPublish { Topic = new TopicRoute("t", [(byte)'t']), ExpiresAt = Expiry.Never });
        return publication;
    }

    private static Subscription Subscription(string text)
    {
        Assert.True(TopicFilter.TryParse(text, mayShare: false, out var filter));
        return new Subscription { Filter = filter };
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
