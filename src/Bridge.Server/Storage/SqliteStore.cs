using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Bridge.Server.Storage;

/// <summary>The features' rows in the data folder's own database.</summary>
internal sealed class SqliteStore(BridgeDatabase database) : ISqlStore
{
    public async Task WriteAsync(IReadOnlyList<SqlStatement> statements, CancellationToken cancellation = default)
    {
        try
        {
            await database.WriteAsync(
                connection =>
                {
                    foreach (var statement in statements)
                    {
                        using var command = connection.CreateCommand();
                        statement.Into(command);
                        command.ExecuteNonQuery();
                    }
                },
                cancellation);
        }
        catch (Exception e) when (e is SqliteException or ChannelClosedException)
        {
            throw Fault(e);
        }
    }

    public async Task<IReadOnlyList<T>> ReadAsync<T>(SqlStatement query, Func<DbDataReader, T> read, CancellationToken cancellation = default)
    {
        try
        {
            return await database.ReadAsync(
                connection =>
                {
                    using var command = connection.CreateCommand();
                    query.Into(command);
                    using var rows = command.ExecuteReader();
                    var results = new List<T>();
                    while (rows.Read())
                    {
                        results.Add(read(rows));
                    }

                    return results;
                },
                cancellation);
        }
        catch (Exception e) when (e is SqliteException or ObjectDisposedException)
        {
            throw Fault(e);
        }
    }

    /// <summary>The database is the container's, and the journal's too.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private StorageException Fault(Exception cause) =>
        cause is SqliteException ? new($"The database {database.Path} did not answer: {cause.Message}", cause) : new("The relay is stopping.", cause);
}
