using Bridge.Server.Tests.Storage.Postgres;

namespace Bridge.Server.Tests.Journal.Postgres;

[Collection("PostgreSQL")]
public sealed class PostgresJournalAppendTests(PostgresServer server) : JournalAppendContract
{
    private protected override async Task<IJournalHome> HomeAsync() => new PostgresJournalHome(await server.CreateDatabaseAsync());
}
