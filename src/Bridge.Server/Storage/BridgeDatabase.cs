using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.Storage;

/// <summary>
/// The relay's database: one SQLite file for every feature, where PostgreSQL has not taken its place. One writer, which commits in groups and whose results are
/// durable; and a few readers, which see the last commit.
/// </summary>
internal sealed class BridgeDatabase : IAsyncDisposable
{
    private readonly DatabaseFile _file;
    private readonly DatabaseWriter _writer;
    private readonly ReaderPool _readers;

    private BridgeDatabase(DatabaseFile file, DatabaseWriter writer, ReaderPool readers)
    {
        _file = file;
        _writer = writer;
        _readers = readers;
    }

    /// <summary>The database's file, absolute.</summary>
    public string Path => _file.Path;

    /// <summary>Opens or creates the database and brings its schema up to date.</summary>
    /// <exception cref="StorageException">It can't be opened, or a newer version wrote it.</exception>
    public static BridgeDatabase Open(StorageOptions options, IEnumerable<Migration> migrations, TimeProvider time, StorageMetrics metrics, ILogger<BridgeDatabase> log)
    {
        var file = new DatabaseFile(options);
        file.Create();

        var connection = file.OpenWriter();
        try
        {
            MigrationRunner.Run(connection, MigrationDialect.Sqlite, migrations, time, step => StorageLog.Migrated(log, step.Feature, step.Version));
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        StorageLog.Opened(log, file.Path);
        return new BridgeDatabase(file, new DatabaseWriter(connection, options, metrics), new ReaderPool(file, options.Readers));
    }

    /// <summary>
    /// Runs work on the writer's thread, inside a transaction that it may share with others' work; the task ends when
    /// the result is durable. What the work throws undoes this work alone and comes out of the task. Use plain commands:
    /// no transaction of your own, nothing slow, nothing async, and nothing kept of the connection.
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellation = default)
    {
        var item = new FunctionWork<T>(work);
        await _writer.EnqueueAsync(item, cancellation);
        return await item.Task;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Action<SqliteConnection> work, CancellationToken cancellation = default) => WriteAsync(
        connection =>
        {
            work(connection);
            return true;
        },
        cancellation);

    /// <summary>Puts work of a kind of its own into the queue; it hears of its end itself. Waits only for room in the queue.</summary>
    public ValueTask PostAsync(WriteWork work, CancellationToken cancellation = default) => _writer.EnqueueAsync(work, cancellation);

    /// <summary>Reads from the last commit. Runs on the caller's thread: SQLite reads are calls, not waits.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellation = default)
    {
        using var lease = await _readers.RentAsync(cancellation);
        return query(lease.Connection);
    }

    /// <summary>Borrows a reader for a query that streams.</summary>
    public ValueTask<ReaderLease> RentReaderAsync(CancellationToken cancellation = default) => _readers.RentAsync(cancellation);

    /// <summary>Writes what waits, then closes. Work that comes later fails.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
    }
}
