namespace Bridge.Server.Tests.Journal.Postgres;

/// <summary>The tests that share one PostgreSQL server.</summary>
[CollectionDefinition("PostgreSQL")]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>;
