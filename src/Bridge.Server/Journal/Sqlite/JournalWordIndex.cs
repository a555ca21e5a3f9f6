using System.Text.Json;
using Bridge.Contracts;
using Bridge.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Bridge.Server.Journal.Sqlite;

/// <summary>
/// The words that wait to be indexed. Indexing takes more than everything else about an item, and each commit of the
/// full-text index makes a segment that has to be merged: so it goes in large groups, off the way of acknowledgements.
/// Belongs to the writer's thread.
/// </summary>
internal sealed class JournalWordIndex : IDisposable
{
    private readonly PreparedStatement _add;
    private readonly PreparedStatement _note;
    private readonly List<(long Id, string Words)> _waiting = [];
    private int _written;

    /// <summary>Begins with the items that a crash left without their words.</summary>
    public JournalWordIndex(SqliteConnection connection)
    {
        _add = new PreparedStatement(connection, "INSERT INTO journal_words (rowid, words) VALUES (?1, ?2)");
        _note = new PreparedStatement(connection, "UPDATE journal_generation SET indexed = max(indexed, ?1)");
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, json FROM journal_item WHERE id > (SELECT indexed FROM journal_generation) ORDER BY id";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            _waiting.Add((rows.GetInt64(0), WordsOf(rows.GetFieldValue<byte[]>(1))));
        }
    }

    public int Waiting => _waiting.Count;

    /// <summary>Takes over the words of items that are durable.</summary>
    public void Add(List<(long Id, string Words)> words) => _waiting.AddRange(words);

    /// <summary>Writes what waits, in the transaction that is open.</summary>
    public void Write()
    {
        foreach (var (id, words) in _waiting)
        {
            _add.Bind(1, id).Bind(2, words).Run();
        }

        _written = _waiting.Count;
        if (_written > 0)
        {
            _note.Bind(1, _waiting[^1].Id).Run();
        }
    }

    /// <summary>What was written is durable.</summary>
    public void Forget()
    {
        _waiting.RemoveRange(0, _written);
        _written = 0;
    }

    public void Dispose()
    {
        _add.Dispose();
        _note.Dispose();
    }

    private static string WordsOf(byte[] json)
    {
        var words = new JournalWords();
        var reader = new Utf8JsonReader(LoneSurrogates.Replace(json));
        reader.Read();
        FeedItemReader.Read(ref reader, words);
        return words.Take();
    }
}
