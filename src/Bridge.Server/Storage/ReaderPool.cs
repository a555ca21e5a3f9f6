using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Bridge.Server.Storage;

/// <summary>A bounded set of connections that read; each has a snapshot of its own while a query runs.</summary>
internal sealed class ReaderPool(DatabaseFile file, int limit) : IDisposable
{
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly SemaphoreSlim _free = new(limit, limit);
    private volatile bool _disposed;

    public async ValueTask<ReaderLease> RentAsync(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _free.WaitAsync(cancellation);
        try
        {
            return new ReaderLease(this, _idle.TryTake(out var connection) ? connection : file.OpenReader());
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    public void Return(SqliteConnection connection)
    {
        _idle.Add(connection);
        if (_disposed)
        {
            CloseIdle();
        }

        _free.Release();
    }

    public void Dispose()
    {
        _disposed = true;
        CloseIdle();
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }
}
