using Bridge.Mqtt.Broker;
using Bridge.Server.Journal;
using Bridge.Server.Storage;
using Bridge.Server.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Tests.Journal;

public sealed class JournalServicesTests
{
    [Fact]
    public async Task AddBridgeJournal_FromTheContainer_KeepsAndForgets()
    {
        using var folder = new TemporaryFolder();
        var clock = new TestClock();
        await using var provider = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock)
            .AddBridgeStorage(storage => storage.DataFolder = folder.Path).AddBridgeJournal().BuildServiceProvider();
        var journal = provider.GetRequiredService<IJournal>();
        await journal.AppendAsync(Batches.Of(0, 2_500));
        var retention = provider.GetRequiredService<JournalRetention>();
        Assert.Equal(0, await retention.RunOnceAsync(CancellationToken.None));
        clock.Now += provider.GetRequiredService<IOptions<JournalOptions>>().Value.MaximumAge + TimeSpan.FromMilliseconds(1);
        Assert.Equal(2_500, await retention.RunOnceAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("bridge/v1/main/d1/up/log", true)]
    [InlineData("bridge/v1/main/d1/up/net", true)]
    [InlineData("bridge/v1/main/d1/up/sensor/motion", false)]
    [InlineData("bridge/v1/main/d1/up/reply", false)]
    [InlineData("bridge/v1/main/event/log", false)]
    [InlineData("other/log", false)]
    public async Task Gate_ByTopic_GuardsWhatTheJournalKeeps(string topic, bool guards)
    {
        using var folder = new TemporaryFolder();
        await using var provider = new ServiceCollection().AddLogging()
            .AddBridgeStorage(storage => storage.DataFolder = folder.Path).AddBridgeJournal().BuildServiceProvider();
        Assert.Equal(guards, provider.GetRequiredService<IMqttPublishGate>().Guards(topic));
    }
}
