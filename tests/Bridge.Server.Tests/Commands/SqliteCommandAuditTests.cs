using Bridge.Server.Tests.Storage;
using Bridge.Server.Tests.Storage.Sqlite;

namespace Bridge.Server.Tests.Commands;

public sealed class SqliteCommandAuditTests : CommandAuditContract
{
    private protected override Task<ISqlStoreHome> HomeAsync() => Task.FromResult<ISqlStoreHome>(new SqliteStoreHome());
}
