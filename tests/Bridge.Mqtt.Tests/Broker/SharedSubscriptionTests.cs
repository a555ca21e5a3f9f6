using System.IO.Pipelines;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class SharedSubscriptionTests
{
    private static readonly SubscriptionRequest Shared = new("$share/g/t", MqttQoS.AtLeastOnce);

    [Fact]
    public async Task Share_MemberThatDoesNotRead_IsPassedOverForOneThatDoes()
    {
        await using var fixture = new BrokerFixture();
        var stuck = fixture.Open(toClient: new PipeOptions(pauseWriterThreshold: 64, resumeWriterThreshold: 32, useSynchronizationContext: false));
        await stuck.SendAsync(new ConnectPacket { ClientId = "stuck" });
        await stuck.ReceiveAsync<ConnAckPacket>();
        await stuck.SubscribeAsync(Shared);
        await stuck.SyncAsync();
        fixture.Broker.Publish(new() { Topic = "t", Payload = new byte[100] });
        var connection = fixture.Broker.Runtime.Sessions.All.Single().Connection!;
        await Until.TrueAsync("the message is in the pipe, and its flush waits", () => connection is { MessagesSent: 1, Writer.HasPendingFlush: true });
        var reads = await fixture.ConnectAsync("reads");
        await reads.SubscribeAsync(Shared);
        await fixture.WhenReadyAsync("reads");

        Publish(fixture, 4);

        for (var i = 1; i <= 4; i++)
        {
            Assert.Equal($"{i}", await reads.ReceiveTextAsync());
        }
    }

    [Fact]
    public async Task Share_TwoMembers_EachGetsHalf()
    {
        await using var fixture = new BrokerFixture();
        var a = await fixture.ConnectAsync("a");
        var b = await fixture.ConnectAsync("b");
        await a.SubscribeAsync(Shared);
        await b.SubscribeAsync(Shared);
        await fixture.WhenReadyAsync("a");
        await fixture.WhenReadyAsync("b");

        Publish(fixture, 10);

        var seen = new List<string>();
        foreach (var member in new[] { a, b })
        {
            for (var i = 0; i < 5; i++)
            {
                seen.Add(await member.ReceiveTextAsync());
            }

            await member.ReceiveNothingAsync();
        }

        Assert.Equal(10, seen.Distinct().Count());
    }

    [Fact]
    public async Task Share_BesideAnOrdinarySubscription_BothDeliver()
    {
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("a");
        await client.SubscribeAsync(Shared);
        await client.SubscribeAsync(new SubscriptionRequest("t"));

        Publish(fixture, 1);

        await client.ReceiveTextAsync();
        await client.ReceiveTextAsync();
        await client.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Share_Retained_IsNotSent()
    {
        await using var fixture = new BrokerFixture();
        fixture.Broker.Publish(new() { Topic = "t", Payload = TestClient.Bytes("x"), Retain = true });
        var client = await fixture.ConnectAsync("a");

        await client.SubscribeAsync(Shared);

        await client.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Share_MemberDies_AnotherGetsWhatItHadNotAcknowledged()
    {
        await using var fixture = new BrokerFixture();
        var dying = await fixture.ConnectAsync(new ConnectPacket { ClientId = "a", ReceiveMaximum = 2 });
        await dying.SubscribeAsync(Shared);
        Publish(fixture, 5);
        await dying.ReceiveTextAsync();
        await dying.ReceiveTextAsync();
        var heir = await fixture.ConnectAsync("b");
        await heir.SubscribeAsync(Shared);

        await dying.SendAsync(new AckPacket(MqttPacketType.PubAck, 1));
        Assert.Equal("3", await dying.ReceiveTextAsync());
        await dying.BreakAsync();

        for (var i = 2; i <= 5; i++)
        {
            Assert.Equal($"{i}", await heir.ReceiveTextAsync());
        }

        await heir.ReceiveNothingAsync();
    }

    [Fact]
    public async Task Share_QoS2InFlight_StaysWithItsMember()
    {
        await using var fixture = new BrokerFixture();
        var connect = new ConnectPacket { ClientId = "a", CleanStart = false, SessionExpiryInterval = 60 };
        var first = await fixture.ConnectAsync(connect);
        await first.SubscribeAsync(Shared with { QoS = MqttQoS.ExactlyOnce });
        fixture.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.ExactlyOnce, Payload = TestClient.Bytes("mine") });
        await first.ReceiveTextAsync();
        var other = await fixture.ConnectAsync("b");
        await other.SubscribeAsync(Shared with { QoS = MqttQoS.ExactlyOnce });

        await first.BreakAsync();
        await other.ReceiveNothingAsync();
        var again = await fixture.ConnectAsync(connect);

        Assert.Equal("mine", await again.ReceiveTextAsync());
    }

    [Fact]
    public async Task Share_MemberLeavesWhileTheOtherIsAway_KeepsWhatItHadNotAcknowledged()
    {
        await using var fixture = new BrokerFixture();
        var lasting = new ConnectPacket { ClientId = "a", CleanStart = false, SessionExpiryInterval = 60 };
        var away = await fixture.ConnectAsync(lasting with { ClientId = "b" });
        await away.SubscribeAsync(Shared);
        await away.BreakAsync();
        var leaving = await fixture.ConnectAsync(lasting);
        await leaving.SubscribeAsync(Shared);
        Publish(fixture, 1);
        Assert.Equal("1", await leaving.ReceiveTextAsync());

        await leaving.BreakAsync();

        var back = await fixture.ConnectAsync(lasting with { ClientId = "b" });
        await back.ReceiveNothingAsync();
        var again = await fixture.ConnectAsync(lasting);
        Assert.True((await again.ReceiveAsync<PublishPacket>()).Dup);
    }

    [Fact]
    public async Task Pick_AmongMembersOfWhomOneEndedAndOneIsExcepted_IsNeitherWhoseverTurnItIs()
    {
        await using var fixture = new BrokerFixture();
        var members = new[] { "ended", "excepted", "away" }.Select(id => Member(fixture, id)).ToArray();
        members[0].Session.EndWithLock(); // Nobody else has it yet.

        var share = new SharedTarget(new SharedGroup(), members);

        for (var turn = 0; turn < 2 * members.Length; turn++)
        {
            Assert.Same(members[2], share.Pick(except: members[1].Session));
        }
    }

    [Fact]
    public async Task Share_OneMemberAway_TheOtherGetsAll()
    {
        await using var fixture = new BrokerFixture();
        var away = await fixture.ConnectAsync(new ConnectPacket { ClientId = "a", SessionExpiryInterval = 60 });
        await away.SubscribeAsync(Shared);
        await away.BreakAsync();
        var here = await fixture.ConnectAsync("b");
        await here.SubscribeAsync(Shared);

        Publish(fixture, 4);

        for (var i = 1; i <= 4; i++)
        {
            Assert.Equal($"{i}", await here.ReceiveTextAsync());
        }
    }

    [Fact]
    public async Task Share_AllAway_WaitsForWhoeverComesBack()
    {
        await using var fixture = new BrokerFixture();
        var connect = new ConnectPacket { ClientId = "a", CleanStart = false, SessionExpiryInterval = 60 };
        var away = await fixture.ConnectAsync(connect);
        await away.SubscribeAsync(Shared);
        await away.BreakAsync();
        Publish(fixture, 1);

        var again = await fixture.ConnectAsync(connect);

        Assert.Equal("1", await again.ReceiveTextAsync());
    }

    [Fact]
    public async Task Share_MemberThatEndsWhileItIsChosen_LosesNothing()
    {
        await using var fixture = new BrokerFixture();
        var ending = await fixture.ConnectAsync("a");
        await ending.SubscribeAsync(Shared);
        var other = await fixture.ConnectAsync("b");
        await other.SubscribeAsync(Shared);
        await fixture.WhenReadyAsync("b");
        var session = fixture.Broker.Runtime.Sessions.All.Single(session => session.ClientId == "a");
        lock (session.Sync)
        {
            // As at its end, when it isn't out of the table yet.
            session.EndWithLock();
        }

        Publish(fixture, 4);

        for (var i = 1; i <= 4; i++)
        {
            Assert.Equal($"{i}", await other.ReceiveTextAsync());
        }
    }

    [Fact]
    public async Task Share_NobodyElseLeftWhenOneHasGone_KeepsWhatItHad()
    {
        await using var fixture = new BrokerFixture();
        var connect = new ConnectPacket { ClientId = "a", CleanStart = false, SessionExpiryInterval = 60 };
        var client = await fixture.ConnectAsync(connect);
        await client.SubscribeAsync(Shared);
        await client.BreakAsync();
        Publish(fixture, 1);
        var session = fixture.Broker.Runtime.Sessions.All.Single();
        List<OutboxEntry> taken = [];
        lock (session.Sync)
        {
            session.Outbox.TakeWithLock(taken, _ => true);
        }

        // There was another member when this was taken, and there is none now.
        var turn = Turn.Begin();
        fixture.Broker.Runtime.Router.Redispatch(Assert.Single(taken), session, turn);
        turn.End();

        Assert.Equal("1", await (await fixture.ConnectAsync(connect)).ReceiveTextAsync());
    }

    private static void Publish(BrokerFixture fixture, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            fixture.Broker.Publish(new() { Topic = "t", QoS = MqttQoS.AtLeastOnce, Payload = TestClient.Bytes($"{i}") });
        }
    }

    private static RouteTarget Member(BrokerFixture fixture, string clientId)
    {
        var client = new MqttClientInfo
        {
            ClientId = clientId,
            ProtocolVersion = MqttProtocolVersion.V5,
            Transport = new MqttTransport { Listener = "", Kind = "" },
            ConnectedAt = fixture.Clock.GetUtcNow(),
        };
        var session = new MqttSession(fixture.Broker.Runtime, clientId, client, new ClientLimits());
        Assert.True(TopicFilter.TryParse(Shared.Filter, mayShare: true, out var filter));
        return RouteTarget.Merge(session, [new Subscription { Filter = filter, Session = session }]);
    }
}
