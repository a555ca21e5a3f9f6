using Bridge.Server.Tests.Storage.Postgres;

namespace Bridge.Cli.Tests.Running;

/// <summary>The same in a PostgreSQL database.</summary>
public sealed class KeptPostgresJournal : KeptJournal
{
    private readonly PostgresServer _server = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }

    protected override async Task<string?> LocationAsync()
    {
        await _server.InitializeAsync();
        return await _server.CreateDatabaseAsync();
    }
}
