namespace Bridge.Server.Tests.Storage.Postgres;

/// <summary>As a fixture. Elsewhere, where there is no xunit, it is started and stopped by hand.</summary>
public sealed partial class PostgresServer : IAsyncLifetime;
