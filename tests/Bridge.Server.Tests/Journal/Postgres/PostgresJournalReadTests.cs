using Bridge.Server.Tests.Storage.Postgres;

namespace Bridge.Server.Tests.Journal.Postgres;

[Collection("PostgreSQL")]
public sealed class PostgresJournalReadTests(PostgresServer server) : JournalReadContract
{
    private protected override async Task<IJournalHome> HomeAsync() => new PostgresJournalHome(await server.CreateDatabaseAsync());
}
