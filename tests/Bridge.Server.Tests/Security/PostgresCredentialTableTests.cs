using Bridge.Server.Tests.Storage;
using Bridge.Server.Tests.Storage.Postgres;

namespace Bridge.Server.Tests.Security;

[Collection("PostgreSQL")]
public sealed class PostgresCredentialTableTests(PostgresServer server) : CredentialTableContract
{
    private protected override async Task<ISqlStoreHome> HomeAsync() => new PostgresStoreHome(await server.CreateDatabaseAsync());
}
