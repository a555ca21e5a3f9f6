using System.Data.Common;
using Bridge.Server.Storage;

namespace Bridge.Server.Tests.Storage;

/// <summary>A database that is away, for tests of what is decided above it.</summary>
internal sealed class UnreachableStore : ISqlStore
{
    public Task WriteAsync(IReadOnlyList<SqlStatement> statements, CancellationToken cancellation = default) => throw new StorageException("away");

    public Task<IReadOnlyList<T>> ReadAsync<T>(SqlStatement query, Func<DbDataReader, T> read, CancellationToken cancellation = default) => throw new StorageException("away");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
