using Bridge.Server.Tests.Storage;
using Bridge.Server.Tests.Storage.Postgres;

namespace Bridge.Server.Tests.Rooms;

[Collection("PostgreSQL")]
public sealed class PostgresDeviceTableTests(PostgresServer server) : DeviceTableContract
{
    private protected override async Task<ISqlStoreHome> HomeAsync() => new PostgresStoreHome(await server.CreateDatabaseAsync());
}
