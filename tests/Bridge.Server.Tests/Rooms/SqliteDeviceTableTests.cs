using Bridge.Server.Tests.Storage;
using Bridge.Server.Tests.Storage.Sqlite;

namespace Bridge.Server.Tests.Rooms;

public sealed class SqliteDeviceTableTests : DeviceTableContract
{
    private protected override Task<ISqlStoreHome> HomeAsync() => Task.FromResult<ISqlStoreHome>(new SqliteStoreHome());
}
