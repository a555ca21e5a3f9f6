using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>What every <see cref="ISessionStore"/> must do. <see cref="Reopen"/> stands for a restart.</summary>
public abstract class SessionStoreContract
{
    protected abstract ISessionStore Reopen();

    [Fact]
    public async Task Load_NothingSaved_IsEmpty() => Assert.Empty(await Reopen().LoadAsync(default));

    [Fact]
    public async Task Save_WholeSession_ComesBackTheSame()
    {
        var session = Session("a");

        await Reopen().SaveAsync([session], [], default);

        var back = Assert.Single(await Reopen().LoadAsync(default));
        Assert.Equal(session.ClientId, back.ClientId);
        Assert.Equal(session.ProtocolVersion, back.ProtocolVersion);
        Assert.Equal(session.Expiry, back.Expiry);
        Assert.Equal(session.DisconnectedAt, back.DisconnectedAt);
        Assert.Equal(session.Subscriptions, back.Subscriptions);
        Assert.Equal(session.ReceivedQoS2, back.ReceivedQoS2);
        Assert.Equal(session.UndecidedQoS2, back.UndecidedQoS2);
        Assert.Equal(session.Will! with { Payload = default, UserProperties = [] }, back.Will! with { Payload = default, UserProperties = [] });
        Assert.Equal(session.Will.Payload.ToArray(), back.Will.Payload.ToArray());
        Assert.Equal(session.Will.UserProperties, back.Will.UserProperties);
        Assert.Equal(session.Messages.Count, back.Messages.Count);
        foreach (var (expected, actual) in session.Messages.Zip(back.Messages))
        {
            Assert.Equal(expected.PacketId, actual.PacketId);
            Assert.Equal(expected.ExpiresAt, actual.ExpiresAt);
            Assert.Equal(expected.SubscriptionIdentifiers, actual.SubscriptionIdentifiers);
            Assert.Equal(expected.Message?.Topic, actual.Message?.Topic);
            Assert.Equal(expected.Message?.Payload.ToArray(), actual.Message?.Payload.ToArray());
            Assert.Equal(expected.Message?.QoS, actual.Message?.QoS);
            Assert.Equal(expected.Message?.UserProperties, actual.Message?.UserProperties);
            Assert.Equal(expected.Message?.CorrelationData?.ToArray(), actual.Message?.CorrelationData?.ToArray());
        }
    }

    [Fact]
    public async Task Save_Again_Replaces()
    {
        await Reopen().SaveAsync([Session("a")], [], default);

        await Reopen().SaveAsync([Session("a") with { Messages = [], Subscriptions = [] }], [], default);

        var back = Assert.Single(await Reopen().LoadAsync(default));
        Assert.Empty(back.Messages);
        Assert.Empty(back.Subscriptions);
    }

    [Fact]
    public async Task Save_Removed_IsGone()
    {
        await Reopen().SaveAsync([Session("a"), Session("b")], [], default);

        await Reopen().SaveAsync([], ["a", "unknown"], default);

        Assert.Equal("b", Assert.Single(await Reopen().LoadAsync(default)).ClientId);
    }

    private static StoredSession Session(string clientId) => new()
    {
        ClientId = clientId,
        ProtocolVersion = MqttProtocolVersion.V5,
        Expiry = TimeSpan.FromSeconds(600),
        DisconnectedAt = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Subscriptions = [new("$share/g/t/#", MqttQoS.ExactlyOnce, false, true, 7), new("a", MqttQoS.AtMostOnce, true, false, null)],
        ReceivedQoS2 = [3, 9],
        UndecidedQoS2 = [9],
        Will = new WillMessage
        {
            Topic = "w",
            Payload = new byte[] { 1, 0 },
            QoS = MqttQoS.ExactlyOnce,
            Retain = true,
            DelayInterval = 7,
            PayloadIsText = true,
            MessageExpiryInterval = 8,
            ContentType = "c",
            ResponseTopic = "r",
            UserProperties = [new("k", "1"), new("k", "2")],
        },
        Messages =
        [
            new StoredMessage { PacketId = 5 },
            new StoredMessage
            {
                ExpiresAt = new DateTimeOffset(2030, 1, 1, 0, 1, 0, TimeSpan.Zero),
                SubscriptionIdentifiers = [7, 8],
                Message = new MqttApplicationMessage
                {
                    Topic = "t/x",
                    Payload = new byte[] { 0, 255 },
                    QoS = MqttQoS.AtLeastOnce,
                    CorrelationData = new byte[] { 1 },
                    UserProperties = [new("k", "1"), new("k", "2")],
                },
            },
        ],
    };
}
