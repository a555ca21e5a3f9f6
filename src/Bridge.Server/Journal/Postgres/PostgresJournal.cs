using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Npgsql;

namespace Bridge.Server.Journal.Postgres;

/// <summary>The journal in PostgreSQL, for when one file on one machine is not enough.</summary>
internal sealed class PostgresJournal : IJournal
{
    /// <summary>Appends that may wait; <see cref="JournalIntake"/> bounds their bytes as well. At the limit an append waits.</summary>
    private const int MaximumWaiting = 8_192;

    /// <summary>Items in one transaction; at some 20 µs each it takes 40 ms.</summary>
    private const int GroupItems = 2_048;

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private readonly JournalCursor _cursor;
    private readonly Channel<PendingAppend> _waiting = Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(MaximumWaiting) { SingleReader = true });
    private readonly Task _pump;

    private PostgresJournal(NpgsqlDataSource source, TimeProvider time, JournalCursor cursor)
    {
        _source = source;
        _time = time;
        _cursor = cursor;
        _pump = PumpAsync();
    }

    public event Action<JournalCommit>? Committed;

    /// <summary>Connects, and brings the schema up to date.</summary>
    /// <exception cref="JournalUnavailableException">The server can't be reached, or a newer version wrote the database.</exception>
    public static async Task<PostgresJournal> OpenAsync(string location, TimeProvider time, CancellationToken cancellation)
    {
        var source = Source(location);
        try
        {
            await PostgresJournalSchema.MigrateAsync(source, cancellation);
            await using var command = source.CreateCommand("SELECT generation FROM journal_state");
            return new PostgresJournal(source, time, new JournalCursor((string)(await command.ExecuteScalarAsync(cancellation))!));
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
        {
            await source.DisposeAsync();
            throw new JournalUnavailableException($"PostgreSQL can't be used for the journal: {e.Message}", e);
        }
    }

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

    public async IAsyncEnumerable<JournalEntry> ReadAsync(JournalQuery query, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var reader = new PostgresJournalReader(query, _cursor);
        await reader.BeginAsync(_source, cancellation);
        while (!reader.AtEnd)
        {
            foreach (var entry in await reader.ReadChunkAsync(_source, cancellation))
            {
                yield return entry;
            }
        }
    }

    public async Task<JournalExtent> ExtentAsync(CancellationToken cancellation = default)
    {
        await using var command = _source.CreateCommand("SELECT (SELECT min(id) FROM journal_item), (SELECT next - 1 FROM journal_state)");
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new JournalExtent(await row.IsDBNullAsync(0, cancellation) ? null : _cursor.Format(row.GetInt64(0)), _cursor.Format(row.GetInt64(1)));
    }

    public async Task<int> RemoveOldestAsync(DateTimeOffset keepFrom, long keepBytes, CancellationToken cancellation = default)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        return await PostgresJournalRemoval.StepAsync(connection, keepFrom, keepBytes, cancellation);
    }

    /// <summary>Appends what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _pump;
        await _source.DisposeAsync();
    }

    private static NpgsqlDataSource Source(string location)
    {
        try
        {
            return NpgsqlDataSource.Create(PostgresLocation.ConnectionString(location));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new JournalUnavailableException(e.Message, e);
        }
    }

    private async Task PumpAsync()
    {
        var group = new List<PendingAppend>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            for (var items = 0; items < GroupItems && _waiting.Reader.TryRead(out var append); items += append.Batch.Items.Count)
            {
                group.Add(append);
            }

            await AppendGroupAsync(group);
            group.Clear();
        }
    }

    /// <summary>A connection that broke is the pool's to throw away. Whether a commit that broke was done doesn't matter: what comes again is left out.</summary>
    private async Task AppendGroupAsync(List<PendingAppend> group)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync();
            await new PostgresAppender(connection, _cursor).AppendAsync(group, _time.GetUtcNow().ToUnixTimeMilliseconds(), CancellationToken.None);
        }
        catch (Exception e)
        {
            var reason = new JournalUnavailableException($"PostgreSQL did not take it: {e.Message}", e);
            group.ForEach(append => append.Fail(reason));
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
