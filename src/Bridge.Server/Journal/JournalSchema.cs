using Bridge.Server.Journal.Postgres;
using Bridge.Server.Journal.Sqlite;
using Bridge.Server.Storage;

namespace Bridge.Server.Journal;

/// <summary>The journal's tables, in either database.</summary>
internal static class JournalSchema
{
    public static readonly Migration Version1 = new("journal", 1, SqliteJournalSchema.Version1, PostgresJournalSchema.Version1);

    /// <summary>PostgreSQL indexes words with their items.</summary>
    public static readonly Migration Version2 = new("journal", 2, SqliteJournalSchema.Version2, Postgres: "");
}
