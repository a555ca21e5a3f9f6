using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bridge.Server.Storage.Postgres;

/// <summary>
/// A database in PostgreSQL, for when one file on one machine is not enough: the connections to it, its schema, and the features' rows.
/// A connection that broke is thrown away by the pool; the next statement takes a new one, so a server that comes back is just there again.
/// </summary>
internal sealed class PostgresDatabase : ISqlStore
{
    private PostgresDatabase(NpgsqlDataSource source, string place) => (Source, Place) = (source, place);

    /// <summary>The connections.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Which server and database, for people; without user and password.</summary>
    public string Place { get; }

    /// <summary>Connects, and brings the schema up to date.</summary>
    /// <param name="location"><c>postgres://user:password@host:port/database</c>.</param>
    /// <param name="migrations">The features' schema.</param>
    /// <param name="time">For the note when a step ran.</param>
    /// <param name="log">What was done.</param>
    /// <param name="cancellation">Ends the wait for a connection.</param>
    /// <exception cref="StorageException">The address is wrong, the server can't be reached or refuses, or a newer version wrote the database.</exception>
    public static async Task<PostgresDatabase> OpenAsync(
        string location, IEnumerable<Migration> migrations, TimeProvider time, ILogger log, CancellationToken cancellation)
    {
        var settings = PostgresLocation.Parse(location);
        var place = PostgresLocation.Place(settings);
        var source = NpgsqlDataSource.Create(settings);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            MigrationRunner.Run(connection, MigrationDialect.Postgres, migrations, time, step => StorageLog.Migrated(log, step.Feature, step.Version));
        }
        catch (Exception e)
        {
            await source.DisposeAsync();
            if (!PostgresFault.Is(e))
            {
                throw;
            }

            throw new StorageException($"{place} can't be used: {PostgresFault.Words(e)}. Is it running, and is the address right?", e);
        }

        StorageLog.Opened(log, place);
        return new PostgresDatabase(source, place);
    }

    public async Task WriteAsync(IReadOnlyList<SqlStatement> statements, CancellationToken cancellation = default)
    {
        if (statements.Count == 0)
        {
            return;
        }

        try
        {
            await using var work = Source.CreateBatch(); // One round trip and, without a barrier in it, one transaction.
            foreach (var statement in statements)
            {
                var command = work.CreateBatchCommand();
                statement.Into(command);
                work.BatchCommands.Add(command);
            }

            await work.ExecuteNonQueryAsync(cancellation);
        }
        catch (Exception e) when (PostgresFault.Is(e))
        {
            throw Fault(e);
        }
    }

    public async Task<IReadOnlyList<T>> ReadAsync<T>(SqlStatement query, Func<DbDataReader, T> read, CancellationToken cancellation = default)
    {
        try
        {
            await using var command = Source.CreateCommand();
            query.Into(command);
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            var results = new List<T>();
            while (await rows.ReadAsync(cancellation))
            {
                results.Add(read(rows));
            }

            return results;
        }
        catch (Exception e) when (PostgresFault.Is(e))
        {
            throw Fault(e);
        }
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private StorageException Fault(Exception cause) => new($"{Place} does not answer: {PostgresFault.Words(cause)}.", cause);
}
