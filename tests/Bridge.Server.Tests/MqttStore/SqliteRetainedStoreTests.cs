using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Tests.Broker;
using Bridge.Server.MqttStore;
using Bridge.Server.Storage;
using Bridge.Server.Tests.Storage;

namespace Bridge.Server.Tests.MqttStore;

public sealed class SqliteRetainedStoreTests : RetainedStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("bridge/v1/main/d1/state", false)]
    [InlineData("bridge/v1/main/presence", false)]
    [InlineData("bridge/v1/main/progress/build", true)]
    [InlineData("lab/lamp", true)]
    public async Task Save_WhatTheRelayWritesItself_IsLeftOut(string topic, bool kept)
    {
        var message = new MqttApplicationMessage { Topic = topic, Payload = "x"u8.ToArray(), Retain = true };

        await Reopen().SaveAsync([new StoredRetained(message, null)], [], default);

        Assert.Equal(kept, (await Reopen().LoadAsync(default)).Count == 1);
    }

    public void Dispose() => _folder.Dispose();

    protected override IRetainedStore Reopen() => new RetainedStore(new SqliteStore(TestDatabase.Open(_folder.Path, MqttStoreSchema.Version1)));
}
