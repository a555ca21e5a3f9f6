using Bridge.Server.Tests.Storage;
using Bridge.Server.Tests.Storage.Sqlite;

namespace Bridge.Server.Tests.Security;

public sealed class SqliteCredentialTableTests : CredentialTableContract
{
    private protected override Task<ISqlStoreHome> HomeAsync() => Task.FromResult<ISqlStoreHome>(new SqliteStoreHome());
}
