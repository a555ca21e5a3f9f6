namespace Bridge.Server.Journal.Sqlite;

/// <summary>The journal's tables in the relay's database.</summary>
internal static class SqliteJournalSchema
{
    /// <summary>
    /// A stream is one (room, device, page, feed) and knows its next number. An item's id is its cursor and never comes
    /// again. <c>missing</c> is how many numbers right before the item never came; the partial index on it is the list of
    /// gaps. The loud ones have an index of their own, since they are few and asked for most. The words are
    /// indexed without keeping them (contentless), by the ascii tokenizer: they are cut and lower-cased already.
    /// </summary>
    public const string Version1 = """
        CREATE TABLE journal_stream (
            id INTEGER PRIMARY KEY,
            room TEXT NOT NULL, device TEXT NOT NULL, page TEXT NOT NULL, feed TEXT NOT NULL,
            origin REAL NOT NULL, next INTEGER NOT NULL,
            UNIQUE (room, device, page, feed));
        CREATE TABLE journal_item (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            stream INTEGER NOT NULL REFERENCES journal_stream (id),
            seq INTEGER NOT NULL, received INTEGER NOT NULL, level INTEGER NOT NULL, missing INTEGER NOT NULL, json BLOB NOT NULL,
            UNIQUE (stream, seq));
        CREATE INDEX journal_gap ON journal_item (stream, seq) WHERE missing > 0;
        CREATE INDEX journal_received ON journal_item (received);
        CREATE INDEX journal_loud ON journal_item (id) WHERE level >= 3;
        CREATE VIRTUAL TABLE journal_words USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
        CREATE TABLE journal_generation (name TEXT NOT NULL);
        INSERT INTO journal_generation VALUES (lower(hex(randomblob(3))));
        """;

    /// <summary>
    /// Words are indexed a second later than their items, off the way of acknowledgements. <c>indexed</c> is the id up to which
    /// they are, for after a crash. What is there when this step comes is indexed already.
    /// </summary>
    public const string Version2 = """
        ALTER TABLE journal_generation ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
        UPDATE journal_generation SET indexed = (SELECT coalesce(max(id), 0) FROM journal_item);
        """;
}
