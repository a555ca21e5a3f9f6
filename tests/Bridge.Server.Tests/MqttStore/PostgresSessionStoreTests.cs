using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Tests.Broker;
using Bridge.Server.MqttStore;
using Bridge.Server.Tests.Storage.Postgres;

namespace Bridge.Server.Tests.MqttStore;

[Collection("PostgreSQL")]
public sealed class PostgresSessionStoreTests(PostgresServer server) : SessionStoreContract, IAsyncLifetime
{
    private PostgresStoreHome? _home;

    public async Task InitializeAsync() => _home = new PostgresStoreHome(await server.CreateDatabaseAsync());

    public async Task DisposeAsync() => await _home!.DisposeAsync();

    protected override ISessionStore Reopen() => new SessionStore(_home!.OpenAsync(MqttStoreSchema.Version1).GetAwaiter().GetResult());
}
