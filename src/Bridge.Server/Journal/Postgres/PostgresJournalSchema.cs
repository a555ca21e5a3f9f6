namespace Bridge.Server.Journal.Postgres;

/// <summary>The journal's tables in PostgreSQL.</summary>
internal static class PostgresJournalSchema
{
    /// <summary>
    /// The same as in SQLite, but for <c>journal_state</c>: its one row hands out ids. An append locks it until it is
    /// committed, so that ids become visible in order, also with several relays on one database: a reader that has
    /// seen one id never misses a smaller one. <c>bytes</c> is what the items take, estimated, since PostgreSQL's files
    /// don't shrink when rows go.
    /// </summary>
    public const string Version1 =
        """
        CREATE TABLE journal_state (next bigint NOT NULL, bytes bigint NOT NULL, generation text NOT NULL);
        INSERT INTO journal_state VALUES (1, 0, substr(md5(random()::text || clock_timestamp()::text), 1, 6));
        CREATE TABLE journal_stream (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            room text NOT NULL, device text NOT NULL, page text NOT NULL, feed text NOT NULL,
            origin double precision NOT NULL, next bigint NOT NULL,
            UNIQUE (room, device, page, feed));
        CREATE TABLE journal_item (
            id bigint PRIMARY KEY,
            stream bigint NOT NULL, seq bigint NOT NULL, received bigint NOT NULL, level smallint NOT NULL, missing bigint NOT NULL,
            json bytea NOT NULL, words tsvector NOT NULL,
            UNIQUE (stream, seq));
        CREATE INDEX journal_gap ON journal_item (stream, seq) WHERE missing > 0;
        CREATE INDEX journal_received ON journal_item (received);
        CREATE INDEX journal_loud ON journal_item (id) WHERE level >= 3;
        CREATE INDEX journal_words ON journal_item USING gin (words);
        """;
}
