using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Tests.Broker;
using Bridge.Server.MqttStore;
using Bridge.Server.Storage;
using Bridge.Server.Tests.Storage;

namespace Bridge.Server.Tests.MqttStore;

public sealed class SqliteSessionStoreTests : SessionStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Migration _schema = new("mqtt", 1, KeyedRows<StoredSession>.Schema(SqliteSessionStore.Table));

    protected override ISessionStore Reopen() => new SqliteSessionStore(TestDatabase.Open(_folder.Path, _schema));

    public void Dispose() => _folder.Dispose();
}
