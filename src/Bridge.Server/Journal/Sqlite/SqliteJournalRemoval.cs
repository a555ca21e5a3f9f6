using Bridge.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Bridge.Server.Journal.Sqlite;

/// <summary>Takes the oldest entries out, in steps that are short enough to go between appends.</summary>
internal static class SqliteJournalRemoval
{
    /// <summary>Entries in one step, some 10 ms of work.</summary>
    private const int StepItems = 1_000;

    /// <summary>Free pages beyond which some are given back to the disk, and how many in one step.</summary>
    private const int SparePages = 1_024;

    public static int Step(SqliteConnection connection, DateTimeOffset keepFrom, long keepBytes)
    {
        var removed = Remove(connection, IsLarger(connection, keepBytes) ? long.MaxValue : keepFrom.ToUnixTimeMilliseconds());
        if (removed == 0 && Pragma(connection, "PRAGMA freelist_count") > SparePages)
        {
            using var vacuum = new PreparedStatement(connection, $"PRAGMA incremental_vacuum({SparePages})");
            vacuum.Run();
        }

        return removed;
    }

    /// <summary>The pages in use, whole file: what a person sees of the limit is the size of a file.</summary>
    private static bool IsLarger(SqliteConnection connection, long keepBytes) =>
        (Pragma(connection, "PRAGMA page_count") - Pragma(connection, "PRAGMA freelist_count")) * Pragma(connection, "PRAGMA page_size") > keepBytes;

    /// <summary>Oldest by the relay's clock, which has an index; by id among those of one moment.</summary>
    private static int Remove(SqliteConnection connection, long before)
    {
        using var oldest = new PreparedStatement(connection, "SELECT id, stream FROM journal_item WHERE received < ?1 ORDER BY received, id LIMIT ?2");
        using var forgetWords = new PreparedStatement(connection, "DELETE FROM journal_words WHERE rowid = ?1");
        using var forget = new PreparedStatement(connection, "DELETE FROM journal_item WHERE id = ?1");
        using var forgetStream = new PreparedStatement(connection, "DELETE FROM journal_stream WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM journal_item WHERE stream = ?1)");
        var ids = new List<(long Id, long Stream)>();
        oldest.Bind(1, before).Bind(2, StepItems);
        while (oldest.Step())
        {
            ids.Add((oldest.Int64(0), oldest.Int64(1)));
        }

        oldest.Reset();
        foreach (var (id, _) in ids)
        {
            forgetWords.Bind(1, id).Run();
            forget.Bind(1, id).Run();
        }

        foreach (var stream in ids.Select(entry => entry.Stream).Distinct())
        {
            forgetStream.Bind(1, stream).Run();
        }

        return ids.Count;
    }

    private static long Pragma(SqliteConnection connection, string sql)
    {
        using var pragma = new PreparedStatement(connection, sql);
        pragma.Step();
        return pragma.Int64(0);
    }
}
