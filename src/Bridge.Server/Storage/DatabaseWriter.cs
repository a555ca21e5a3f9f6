using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Bridge.Server.Storage;

/// <summary>
/// The one writer: a thread that takes what waits, runs it in one transaction, syncs once, and tells everyone.
/// While the disk syncs, the next group gathers; so the busier it gets, the fewer syncs a piece of work costs.
/// </summary>
internal sealed class DatabaseWriter : IAsyncDisposable
{
    private readonly SqliteConnection _connection;
    private readonly StorageMetrics _metrics;
    private readonly Channel<WriteWork> _queue;
    private readonly int _groupSize;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DatabaseWriter(SqliteConnection connection, StorageOptions options, StorageMetrics metrics)
    {
        _connection = connection;
        _metrics = metrics;
        _groupSize = options.GroupSize;
        _queue = Channel.CreateBounded<WriteWork>(new BoundedChannelOptions(options.WriteQueue) { SingleReader = true });
        new Thread(Loop) { IsBackground = true, Name = "bridge.db writer" }.Start();
    }

    public ValueTask EnqueueAsync(WriteWork work, CancellationToken cancellation) => _queue.Writer.WriteAsync(work, cancellation);

    /// <summary>Writes what still waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task;
        _connection.Dispose();
    }

    private void Loop()
    {
        var group = new List<WriteWork>(_groupSize);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < _groupSize && _queue.Reader.TryRead(out var work))
            {
                group.Add(work);
            }

            Write(group);
            group.Clear();
        }

        _ended.SetResult();
    }

    private void Write(List<WriteWork> group)
    {
        var started = _metrics.Start();
        var failed = 0;
        try
        {
            Execute("BEGIN IMMEDIATE");
            foreach (ref var work in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(group))
            {
                if (RunInSavepoint(work) is { } error)
                {
                    work.Fail(error);
                    work = null!;
                    failed++;
                }
            }

            Execute("COMMIT");
        }
        catch (Exception e)
        {
            // The commit or the transaction itself failed: nothing of the group is there, and everyone is told so.
            RollBack();
            group.ForEach(work => work?.Fail(e));
            _metrics.Failed(group.Count);
            return;
        }

        group.ForEach(work => work?.Complete());
        _metrics.Committed(group.Count - failed, failed, started);
    }

    /// <summary>
    /// One piece's fault undoes that piece. A full disk or a broken one makes SQLite roll the whole transaction back by
    /// itself (it is in autocommit again then), and that is the group's fault.
    /// </summary>
    private Exception? RunInSavepoint(WriteWork work)
    {
        Execute("SAVEPOINT work");
        try
        {
            work.Run(_connection);
            Execute("RELEASE work");
            return null;
        }
        catch (Exception e) when (sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            Execute("ROLLBACK TO work; RELEASE work");
            return e;
        }
    }

    private void RollBack()
    {
        if (sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            _ = sqlite3_exec(_connection.Handle, "ROLLBACK");
        }
    }

    private void Execute(string sql) => SqliteException.ThrowExceptionForRC(sqlite3_exec(_connection.Handle, sql), _connection.Handle);
}
