using Bridge.Server.Tests.Storage;
using Bridge.Server.Tests.Storage.Postgres;

namespace Bridge.Server.Tests.Commands;

[Collection("PostgreSQL")]
public sealed class PostgresCommandAuditTests(PostgresServer server) : CommandAuditContract
{
    private protected override async Task<ISqlStoreHome> HomeAsync() => new PostgresStoreHome(await server.CreateDatabaseAsync());
}
