using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Bridge.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Bridge.Server.Journal.Sqlite;

/// <summary>The journal in the relay's own database.</summary>
internal sealed class SqliteJournal(BridgeDatabase database, TimeProvider time) : IJournal
{
    /// <summary>Items in one group. At some 15 µs each a group takes 30 ms, which is as long as another feature's write should wait.</summary>
    private const int GroupItems = 2_048;

    /// <summary>How long words wait to be indexed, and how many at most; a search doesn't wait.</summary>
    private static readonly TimeSpan IndexAfter = TimeSpan.FromSeconds(1);
    private const int IndexAtOnce = 8_192;

    private readonly ConcurrentQueue<PendingAppend> _waiting = new(); // Bounded by JournalIntake, in bytes.
    private readonly StreamOrder _order = new(time);
    private SqliteJournalWriter? _writer; // Belongs to the writer's thread.
    private JournalCursor? _cursor;
    private int _scheduled;
    private int _indexing;

    public event Action<JournalCommit>? Committed;

    public async Task<JournalReceipt> AppendAsync(JournalBatch batch, CancellationToken cancellation = default)
    {
        await CursorAsync(cancellation);
        var append = new PendingAppend(batch);
        _waiting.Enqueue(append);
        await ScheduleAsync();
        return await append.Task;
    }

    public void Refuse(JournalBatch batch) => _order.Refuse(batch);

    public async IAsyncEnumerable<JournalEntry> ReadAsync(JournalQuery query, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (query.Words is not null)
        {
            await IndexAsync();
        }

        var reader = new SqliteJournalReader(query, await CursorAsync(cancellation));
        await AskAsync(reader.Begin, cancellation);
        while (!reader.AtEnd)
        {
            foreach (var entry in await AskAsync(reader.ReadChunk, cancellation))
            {
                yield return entry;
            }
        }
    }

    public async Task<JournalExtent> ExtentAsync(CancellationToken cancellation = default)
    {
        var cursor = await CursorAsync(cancellation);
        return await AskAsync(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = "SELECT (SELECT min(id) FROM journal_item), coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'journal_item'), 0)";
                using var row = command.ExecuteReader();
                row.Read();
                return new JournalExtent(row.IsDBNull(0) ? null : cursor.Format(row.GetInt64(0)), cursor.Format(row.GetInt64(1)));
            },
            cancellation);
    }

    public async Task<int> RemoveOldestAsync(DateTimeOffset keepFrom, long keepBytes, CancellationToken cancellation = default)
    {
        await IndexAsync(); // Or words would come after their items have gone.
        return await database.WriteAsync(connection => SqliteJournalRemoval.Step(connection, keepFrom, keepBytes), cancellation);
    }

    /// <summary>Lets go of the writer's statements. The database is someone else's, and may be closed already.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await IndexAsync();
            await database.WriteAsync(_ => _writer?.Dispose());
        }
        catch (ChannelClosedException)
        {
            // Closed first: its connection took the statements along.
        }
    }

    /// <summary>Runs on the writer's thread: writes what waits, up to a group, and says what it took.</summary>
    internal void WriteWaiting(SqliteConnection connection, List<PendingAppend> taken, List<(long Id, string Words)> words)
    {
        Volatile.Write(ref _scheduled, 0);
        var writer = Writer(connection);
        var received = time.GetUtcNow().ToUnixTimeMilliseconds();
        var items = 0;
        try
        {
            while (items < GroupItems && _waiting.TryDequeue(out var append))
            {
                if (!_order.Admit(append.Batch))
                {
                    append.Fail(new JournalOrderException());
                    continue;
                }

                taken.Add(append);
                append.Receipt = writer.Append(append.Batch, received, _cursor!, words);
                items += append.Batch.Items.Count;
            }
        }
        finally
        {
            if (!_waiting.IsEmpty)
            {
                // Not awaited: a full queue means that others' work waits, and this goes behind it.
                _ = ScheduleAsync();
            }
        }
    }

    /// <summary>On the writer's thread: its statements, prepared when first wanted.</summary>
    internal SqliteJournalWriter Writer(SqliteConnection connection) => _writer ??= new SqliteJournalWriter(connection);

    /// <summary>On the writer's thread: words of items that are durable.</summary>
    internal void IndexLater(List<(long Id, string Words)> words)
    {
        var index = _writer!.Index;
        index.Add(words);
        if (index.Waiting > 0 && Interlocked.Exchange(ref _indexing, 1) == 0)
        {
            _ = IndexAfterAWhileAsync(index.Waiting >= IndexAtOnce);
        }
    }

    /// <summary>On the writer's thread.</summary>
    internal void WordsWritten() => _writer!.Index.Forget();

    internal void Announce(PendingAppend append)
    {
        if (append.Receipt is { Stored: > 0 } receipt)
        {
            Committed?.Invoke(new JournalCommit(append.Batch, receipt));
        }
    }

    private async Task IndexAfterAWhileAsync(bool atOnce)
    {
        if (!atOnce)
        {
            await Task.Delay(IndexAfter);
        }

        Volatile.Write(ref _indexing, 0);
        try
        {
            await IndexAsync();
        }
        catch (Exception e) when (e is ChannelClosedException or SqliteException)
        {
            // Closing, or a full disk: the words stay where they are, and are indexed later or after the next start.
        }
    }

    private async Task IndexAsync()
    {
        var group = new WordsGroup(this);
        await database.PostAsync(group);
        await group.Task;
    }

    private async Task ScheduleAsync()
    {
        if (Interlocked.Exchange(ref _scheduled, 1) != 0)
        {
            return;
        }

        try
        {
            await database.PostAsync(new AppendGroup(this));
        }
        catch (ChannelClosedException)
        {
            while (_waiting.TryDequeue(out var append))
            {
                append.Fail(new JournalUnavailableException("The relay is stopping."));
            }
        }
    }

    /// <summary>A disk that doesn't answer is no error of ours: whoever asks is told, in words for a person.</summary>
    private async ValueTask<T> AskAsync<T>(Func<SqliteConnection, T> ask, CancellationToken cancellation)
    {
        try
        {
            return await database.ReadAsync(ask, cancellation);
        }
        catch (Exception e) when (e is SqliteException or StorageException)
        {
            throw new JournalUnavailableException($"The journal can't be read: {e.Message}", e);
        }
    }

    private async ValueTask<JournalCursor> CursorAsync(CancellationToken cancellation) => _cursor ??= await AskAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT name FROM journal_generation";
            return new JournalCursor((string)command.ExecuteScalar()!);
        },
        cancellation);
}
