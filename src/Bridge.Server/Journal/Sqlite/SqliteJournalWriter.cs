using Bridge.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Bridge.Server.Journal.Sqlite;

/// <summary>Appends batches on the database's writer thread, with statements that are prepared once.</summary>
internal sealed class SqliteJournalWriter(SqliteConnection connection) : IDisposable
{
    private readonly PreparedStatement _findStream = new(connection, "SELECT id, next FROM journal_stream WHERE room = ?1 AND device = ?2 AND page = ?3 AND feed = ?4");
    private readonly PreparedStatement _addStream = new(connection, "INSERT INTO journal_stream (room, device, page, feed, origin, next) VALUES (?1, ?2, ?3, ?4, ?5, 0) RETURNING id");
    private readonly PreparedStatement _advance = new(connection, "UPDATE journal_stream SET next = ?2 WHERE id = ?1");
    private readonly PreparedStatement _findGaps = new(connection, "SELECT seq - missing, seq FROM journal_item WHERE stream = ?1 AND missing > 0 AND seq > ?2 AND seq - missing < ?3 ORDER BY seq");
    private readonly PreparedStatement _close = new(connection, "UPDATE journal_item SET missing = ?3 WHERE stream = ?1 AND seq = ?2");
    private readonly PreparedStatement _addItem = new(connection, "INSERT INTO journal_item (stream, seq, received, level, missing, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id");

    /// <summary>Where the words of items go once these are durable.</summary>
    public JournalWordIndex Index { get; } = new(connection);

    /// <summary>Appends what is new of a batch, in the transaction that is open.</summary>
    public JournalReceipt Append(JournalBatch batch, long received, JournalCursor cursor, List<(long Id, string Words)> words)
    {
        var (stream, next) = FindOrAddStream(batch);
        var plan = SequencePlan.For(next, batch.Seq < next ? FindGaps(stream, batch) : [], batch.Seq, batch.Items.Count);
        foreach (var closing in plan.Closings)
        {
            _close.Bind(1, stream).Bind(2, closing.Seq).Bind(3, closing.Missing).Run();
        }

        var last = 0L;
        foreach (var run in plan.Runs)
        {
            for (var i = run.Offset; i < run.Offset + run.Count; i++)
            {
                last = AddItem(stream, batch.Seq + i, received, i == run.Offset ? run.Missing : 0, batch.Items[i]);
                if (batch.Items[i].Words.Length > 0)
                {
                    words.Add((last, batch.Items[i].Words));
                }
            }
        }

        if (plan.Next > next)
        {
            _advance.Bind(1, stream).Bind(2, plan.Next).Run();
        }

        var stored = plan.Stored;
        return new JournalReceipt(stored, batch.Items.Count - stored, stored > 0 ? plan.Runs[0].Missing : 0, stored > 0 ? cursor.Format(last) : null);
    }

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<PreparedStatement>)[_findStream, _addStream, _advance, _findGaps, _close, _addItem])
        {
            statement.Dispose();
        }

        Index.Dispose();
    }

    private (long Id, long Next) FindOrAddStream(JournalBatch batch)
    {
        BindName(_findStream, batch);
        try
        {
            if (_findStream.Step())
            {
                return (_findStream.Int64(0), _findStream.Int64(1));
            }
        }
        finally
        {
            _findStream.Reset();
        }

        return (Insert(BindName(_addStream, batch).Bind(5, batch.Origin)), 0);
    }

    private List<SequencePlan.Gap> FindGaps(long stream, JournalBatch batch)
    {
        var gaps = new List<SequencePlan.Gap>();
        _findGaps.Bind(1, stream).Bind(2, batch.Seq).Bind(3, batch.Seq + batch.Items.Count);
        try
        {
            while (_findGaps.Step())
            {
                gaps.Add(new SequencePlan.Gap(_findGaps.Int64(0), _findGaps.Int64(1)));
            }
        }
        finally
        {
            _findGaps.Reset();
        }

        return gaps;
    }

    private long AddItem(long stream, long seq, long received, long missing, JournalItem item) =>
        Insert(_addItem.Bind(1, stream).Bind(2, seq).Bind(3, received).Bind(4, (long)item.Level).Bind(5, missing).Bind(6, item.Json.Span));

    private static PreparedStatement BindName(PreparedStatement statement, JournalBatch batch) =>
        statement.Bind(1, batch.Room).Bind(2, batch.Device).Bind(3, batch.Page).Bind(4, batch.Feed);

    private static long Insert(PreparedStatement insert)
    {
        try
        {
            insert.Step();
            return insert.Int64(0);
        }
        finally
        {
            insert.Reset();
        }
    }
}
