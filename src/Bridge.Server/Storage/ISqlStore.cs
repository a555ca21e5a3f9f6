using System.Data.Common;

namespace Bridge.Server.Storage;

/// <summary>
/// Where the features keep their rows: one small interface, so that a table is written once and lives in the data folder's SQLite file
/// or in PostgreSQL. The journal, which is all about throughput, has an implementation of its own for each. Every store passes the same contract tests.
/// </summary>
internal interface ISqlStore : IAsyncDisposable
{
    /// <summary>Runs statements in order, all or none; durable when the task ends.</summary>
    /// <exception cref="StorageException">None of them was kept, or (rarely, where the connection broke in mid-commit) it isn't known.</exception>
    Task WriteAsync(IReadOnlyList<SqlStatement> statements, CancellationToken cancellation = default);

    /// <summary>Reads all rows of a query, from the last commit.</summary>
    /// <exception cref="StorageException">The database is away or refuses.</exception>
    Task<IReadOnlyList<T>> ReadAsync<T>(SqlStatement query, Func<DbDataReader, T> read, CancellationToken cancellation = default);
}
