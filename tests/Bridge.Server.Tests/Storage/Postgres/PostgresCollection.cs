namespace Bridge.Server.Tests.Storage.Postgres;

/// <summary>The tests that share one PostgreSQL server.</summary>
[CollectionDefinition("PostgreSQL")]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>;
