using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Tests.Broker;
using Bridge.Server.MqttStore;
using Bridge.Server.Storage;
using Bridge.Server.Tests.Storage;

namespace Bridge.Server.Tests.MqttStore;

public sealed class SqliteSessionStoreTests : SessionStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected override ISessionStore Reopen() => new SessionStore(new SqliteStore(TestDatabase.Open(_folder.Path, MqttStoreSchema.Version1)));

    public void Dispose() => _folder.Dispose();
}
