using Bridge.Server.Storage;
using Bridge.Server.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Server.Tests.Storage.Postgres;

[Collection("PostgreSQL")]
public sealed class PostgresDatabaseTests(PostgresServer server)
{
    [Fact]
    public async Task Open_WithoutAServer_SaysWhereItLookedAndNoPassword()
    {
        var error = await Assert.ThrowsAsync<StorageException>(() => OpenAsync("postgres://me:secret@127.0.0.1:1/none"));
        Assert.Contains("127.0.0.1:1/none", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OfADatabaseThatIsNotThere_SaysSo()
    {
        var location = await server.CreateDatabaseAsync();
        var error = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(location + "_not"));
        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_WhileTheServerIsAway_SaysSoAndWorksAgainLater()
    {
        await using var database = await OpenAsync(await server.CreateDatabaseAsync());
        await server.CrashAsync();
        try
        {
            await Assert.ThrowsAsync<StorageException>(() => database.WriteAsync([new("SELECT 1")]));
            await Assert.ThrowsAsync<StorageException>(() => database.ReadAsync(new("SELECT 1"), row => row.GetInt32(0)));
        }
        finally
        {
            await server.StartAsync();
        }

        Assert.Equal([1], await database.ReadAsync(new("SELECT 1"), row => row.GetInt32(0)));
    }

    private static Task<PostgresDatabase> OpenAsync(string location) =>
        PostgresDatabase.OpenAsync(location, [], TimeProvider.System, NullLogger.Instance, CancellationToken.None);
}
