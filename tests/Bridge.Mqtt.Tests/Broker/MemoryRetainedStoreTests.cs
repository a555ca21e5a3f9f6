using Bridge.Mqtt.Broker;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class MemoryRetainedStoreTests : RetainedStoreContract
{
    private readonly MemoryRetainedStore _store = new();

    protected override IRetainedStore Reopen() => _store;
}
