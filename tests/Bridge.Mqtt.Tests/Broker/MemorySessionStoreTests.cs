using Bridge.Mqtt.Broker;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class MemorySessionStoreTests : SessionStoreContract
{
    private readonly MemorySessionStore _store = new();

    protected override ISessionStore Reopen() => _store;
}
