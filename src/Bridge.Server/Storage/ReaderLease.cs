using Microsoft.Data.Sqlite;

namespace Bridge.Server.Storage;

/// <summary>A reading connection, borrowed. Dispose commands and readers before it.</summary>
internal sealed class ReaderLease(ReaderPool pool, SqliteConnection connection) : IDisposable
{
    private SqliteConnection? _connection = connection;

    public SqliteConnection Connection => _connection ?? throw new ObjectDisposedException(nameof(ReaderLease));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } returned)
        {
            pool.Return(returned);
        }
    }
}
