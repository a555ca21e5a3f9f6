namespace Bridge.Cli.Tests.Running;

/// <summary><c>bridge log --journal postgres://…</c> on a journal in a real PostgreSQL.</summary>
public sealed class PostgresLogTests(KeptPostgresJournal kept) : LogContract(kept), IClassFixture<KeptPostgresJournal>;
