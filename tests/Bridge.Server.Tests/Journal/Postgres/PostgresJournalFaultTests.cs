using Bridge.Server.Journal;
using Bridge.Server.Tests.Storage.Postgres;

namespace Bridge.Server.Tests.Journal.Postgres;

[Collection("PostgreSQL")]
public sealed class PostgresJournalFaultTests(PostgresServer server)
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Append_WhileTheServerCrashesAndComesBack_LosesNothingThatWasAcknowledged()
    {
        await using var home = new PostgresJournalHome(await server.CreateDatabaseAsync());
        await using var journal = await home.OpenAsync(_clock);
        var devices = Enumerable.Range(0, 8).Select(i => new RetryingDevice(journal, $"d{i}")).ToArray();
        using var stop = new CancellationTokenSource();
        var running = Task.WhenAll(devices.Select(device => Task.Run(() => device.RunAsync(stop.Token))));
        for (var round = 0; round < 2; round++)
        {
            await Task.WhenAll(devices.Select(device => device.UntilMoreAreAcknowledgedAsync(20)));
            await server.CrashAsync();
            await Task.WhenAll(devices.Select(device => device.UntilRefusedAsync()));
            await server.StartAsync();
        }

        await Task.WhenAll(devices.Select(device => device.UntilMoreAreAcknowledgedAsync(20)));
        await stop.CancelAsync();
        await running;
        var entries = (await journal.AllAsync()).ToLookup(entry => entry.Device);
        foreach (var device in devices)
        {
            Assert.Equal(Enumerable.Range(0, (int)device.Acknowledged).Select(n => (long)n), entries[device.Name].Select(entry => entry.Seq));
        }
    }

    [Fact]
    public async Task Read_WhileTheServerIsAway_SaysSoAndWorksAgainLater()
    {
        await using var home = new PostgresJournalHome(await server.CreateDatabaseAsync());
        await using var journal = await home.OpenAsync(_clock);
        await journal.AppendAsync(Batches.Of(0, 3));
        await server.CrashAsync();
        try
        {
            var error = await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AllAsync());
            Assert.StartsWith("PostgreSQL at 127.0.0.1:", error.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.ExtentAsync());
            await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.RemoveOldestAsync(DateTimeOffset.MaxValue, 0));
        }
        finally
        {
            await server.StartAsync();
        }

        Assert.Equal(3, (await journal.AllAsync()).Count);
    }

    [Fact]
    public async Task Dispose_WithAppendsWaiting_KeepsThemAndRefusesMore()
    {
        await using var home = new PostgresJournalHome(await server.CreateDatabaseAsync());
        var journal = await home.OpenAsync(_clock);
        var appends = Enumerable.Range(0, 50).Select(i => journal.AppendAsync(Batches.Of(i, 1))).ToArray();
        await journal.DisposeAsync();
        await Task.WhenAll(appends);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendAsync(Batches.Of(50, 1)));
        await using var again = await home.OpenAsync(_clock);
        Assert.Equal(50, (await again.AllAsync()).Count);
    }
}
