namespace Bridge.Server.Tests.Storage.Sqlite;

public sealed class SqliteSqlStoreTests : SqlStoreContract
{
    private protected override Task<ISqlStoreHome> HomeAsync() => Task.FromResult<ISqlStoreHome>(new SqliteStoreHome());
}
