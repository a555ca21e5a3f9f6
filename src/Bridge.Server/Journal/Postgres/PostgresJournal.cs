using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Bridge.Server.Storage.Postgres;

namespace Bridge.Server.Journal.Postgres;

/// <summary>The journal in PostgreSQL.</summary>
internal sealed class PostgresJournal : IJournal
{
    /// <summary>Appends that may wait; <see cref="JournalIntake"/> bounds their bytes as well. At the limit an append waits.</summary>
    private const int MaximumWaiting = 8_192;

    /// <summary>Items in one transaction; at some 20 µs each it takes 40 ms.</summary>
    private const int GroupItems = 2_048;

    private readonly PostgresDatabase _database;
    private readonly TimeProvider _time;
    private readonly Channel<PendingAppend> _waiting = Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(MaximumWaiting) { SingleReader = true });
    private readonly StreamOrder _order;
    private readonly Task _pump;
    private JournalCursor? _cursor;

    public PostgresJournal(PostgresDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
        _order = new StreamOrder(time);
        _pump = PumpAsync();
    }

    public event Action<JournalCommit>? Committed;

    public async Task<JournalReceipt> AppendAsync(JournalBatch batch, CancellationToken cancellation = default)
    {
        var append = new PendingAppend(batch);
        try
        {
            await _waiting.Writer.WriteAsync(append, cancellation);
        }
        catch (ChannelClosedException e)
        {
            throw new JournalUnavailableException("The relay is stopping.", e);
        }

        return await append.Task;
    }

    public void Refuse(JournalBatch batch) => _order.Refuse(batch);

    public async IAsyncEnumerable<JournalEntry> ReadAsync(JournalQuery query, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var reader = await AskAsync(async cancellation =>
        {
            var reader = new PostgresJournalReader(query, await CursorAsync(cancellation));
            await reader.BeginAsync(_database.Source, cancellation);
            return reader;
        }, cancellation);
        while (!reader.AtEnd)
        {
            foreach (var entry in await AskAsync(cancellation => reader.ReadChunkAsync(_database.Source, cancellation), cancellation))
            {
                yield return entry;
            }
        }
    }

    public Task<JournalExtent> ExtentAsync(CancellationToken cancellation = default) => AskAsync(
        async cancellation =>
        {
            var cursor = await CursorAsync(cancellation);
            await using var command = _database.Source.CreateCommand("SELECT (SELECT min(id) FROM journal_item), (SELECT next - 1 FROM journal_state)");
            await using var row = await command.ExecuteReaderAsync(cancellation);
            await row.ReadAsync(cancellation);
            return new JournalExtent(await row.IsDBNullAsync(0, cancellation) ? null : cursor.Format(row.GetInt64(0)), cursor.Format(row.GetInt64(1)));
        },
        cancellation);

    public Task<int> RemoveOldestAsync(DateTimeOffset keepFrom, long keepBytes, CancellationToken cancellation = default) => AskAsync(
        async cancellation =>
        {
            await using var connection = await _database.Source.OpenConnectionAsync(cancellation);
            return await PostgresJournalRemoval.StepAsync(connection, keepFrom, keepBytes, cancellation);
        },
        cancellation);

    /// <summary>Appends what waits. The database is someone else's.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _pump;
    }

    /// <summary>A server that is away is no error of ours: whoever asks is told, in words for a person.</summary>
    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask(cancellation);
        }
        catch (Exception e) when (PostgresFault.Is(e))
        {
            throw new JournalUnavailableException($"{_database.Place} does not answer: {PostgresFault.Words(e)}", e);
        }
    }

    private async ValueTask<JournalCursor> CursorAsync(CancellationToken cancellation)
    {
        if (_cursor is null)
        {
            await using var command = _database.Source.CreateCommand("SELECT generation FROM journal_state");
            _cursor = new JournalCursor((string)(await command.ExecuteScalarAsync(cancellation))!);
        }

        return _cursor;
    }

    private async Task PumpAsync()
    {
        var group = new List<PendingAppend>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            for (var items = 0; items < GroupItems && _waiting.Reader.TryRead(out var append); items += append.Batch.Items.Count)
            {
                if (_order.Admit(append.Batch))
                {
                    group.Add(append);
                }
                else
                {
                    append.Fail(new JournalOrderException());
                }
            }

            if (group.Count > 0)
            {
                await AppendGroupAsync(group);
                group.Clear();
            }
        }
    }

    /// <summary>A connection that broke is the pool's to throw away. Whether a commit that broke was done doesn't matter: what comes again is left out.</summary>
    private async Task AppendGroupAsync(List<PendingAppend> group)
    {
        try
        {
            var cursor = await CursorAsync(CancellationToken.None);
            await using var connection = await _database.Source.OpenConnectionAsync();
            await new PostgresAppender(connection, cursor).AppendAsync(group, _time.GetUtcNow().ToUnixTimeMilliseconds(), CancellationToken.None);
        }
        catch (Exception e)
        {
            var reason = new JournalUnavailableException($"{_database.Place} did not take it: {PostgresFault.Words(e)}", e);
            foreach (var append in group)
            {
                _order.Refuse(append.Batch); // What follows may be in the next group.
                append.Fail(reason);
            }

            return;
        }

        foreach (var append in group)
        {
            if (append.Receipt is { Stored: > 0 } receipt)
            {
                Committed?.Invoke(new JournalCommit(append.Batch, receipt));
            }

            append.Complete();
        }
    }
}
