using System.Buffers;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>What a connection still does while another has its session already: a thread that was held up between two looks.</summary>
public sealed class TakenOverTests
{
    private static readonly ConnectPacket Connect = new() { ClientId = "c", CleanStart = false, SessionExpiryInterval = 60 };
    private static readonly PublishPacket Message = new() { Topic = "t", Payload = TestClient.Bytes("x"), QoS = MqttQoS.ExactlyOnce, PacketId = 1 };

    [Fact]
    public async Task Refusal_OnTheOldConnection_LeavesTheMessageOfTheNewOneOpen()
    {
        await using var fixture = new BrokerFixture();
        await fixture.ConnectAsync(Connect);
        var session = fixture.Broker.Runtime.Sessions.All.Single();
        var old = session.Connection!;
        var again = await fixture.ConnectAsync(Connect);
        await again.SendAsync(Message);
        await again.ReceiveAckAsync();

        var turn = Turn.Begin();
        lock (session.Sync)
        {
            old.Dispatcher!.Acks.AnswerWithLock(MqttPacketType.PubRec, Message.PacketId, MqttReasonCode.QuotaExceeded, turn);
        }

        turn.End();

        Assert.Equal([Message.PacketId], session.ReceivedQoS2.Ids);
    }

    [Fact]
    public async Task Publish_LateOnTheOldConnection_IsNotHandedOutASecondTime()
    {
        await using var fixture = new BrokerFixture();
        var subscriber = await fixture.ConnectAsync("s");
        await subscriber.SubscribeAsync(new SubscriptionRequest("t"));
        await fixture.ConnectAsync(Connect);
        var old = fixture.Broker.Runtime.Sessions.All.Single(session => session.ClientId == "c").Connection!;
        var again = await fixture.ConnectAsync(Connect);
        await again.SendAsync(Message with { Dup = true });
        await again.ReceiveAckAsync();
        await again.SendAsync(new AckPacket(MqttPacketType.PubRel, Message.PacketId));
        await again.ReceiveAckAsync();
        Assert.Equal("x", await subscriber.ReceiveTextAsync());

        Dispatch(old, Message);

        await subscriber.ReceiveNothingAsync();
    }

    private static void Dispatch(MqttConnection connection, PublishPacket packet)
    {
        var bytes = new ArrayBufferWriter<byte>();
        MqttPacketWriter.Write(bytes, packet, MqttProtocolVersion.V5);
        var buffer = new ReadOnlySequence<byte>(bytes.WrittenMemory);
        var reader = new MqttPacketReader(MqttEnd.Client, CodecLimits.None) { Version = MqttProtocolVersion.V5 };
        Assert.True(reader.TryRead(ref buffer, out var frame, out _));
        var turn = Turn.Begin();
        connection.Dispatcher!.Dispatch(in frame, turn);
        turn.End();
    }
}
