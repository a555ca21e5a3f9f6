namespace Bridge.Server.Tests.Storage.Postgres;

[Collection("PostgreSQL")]
public sealed class PostgresSqlStoreTests(PostgresServer server) : SqlStoreContract
{
    private protected override async Task<ISqlStoreHome> HomeAsync() => new PostgresStoreHome(await server.CreateDatabaseAsync());
}
