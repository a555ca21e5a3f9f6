using Bridge.Mqtt.Broker;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>What every <see cref="IRetainedStore"/> must do. <see cref="Reopen"/> stands for a restart.</summary>
public abstract class RetainedStoreContract
{
    protected abstract IRetainedStore Reopen();

    [Fact]
    public async Task Load_NothingSaved_IsEmpty() => Assert.Empty(await Reopen().LoadAsync(default));

    [Fact]
    public async Task Save_ReplacedAndRemoved_LeavesTheLatest()
    {
        await Reopen().SaveAsync([Message("a", 1), Message("b", 1), Message("c", 1)], [], default);

        await Reopen().SaveAsync([Message("b", 2)], ["a", "unknown"], default);

        var back = (await Reopen().LoadAsync(default)).OrderBy(stored => stored.Message.Topic, StringComparer.Ordinal).ToList();
        Assert.Equal(["b", "c"], back.Select(stored => stored.Message.Topic));
        Assert.Equal(new byte[] { 2 }, back[0].Message.Payload.ToArray());
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 0, 0, 2, TimeSpan.Zero), back[0].ExpiresAt);
        Assert.True(back[0].Message.Retain);
    }

    private static StoredRetained Message(string topic, byte number) => new(
        new MqttApplicationMessage { Topic = topic, Payload = new[] { number }, Retain = true },
        new DateTimeOffset(2030, 1, 1, 0, 0, number, TimeSpan.Zero));
}
