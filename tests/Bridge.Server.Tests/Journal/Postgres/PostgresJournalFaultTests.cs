using Bridge.Server.Journal;
using Bridge.Server.Journal.Postgres;

namespace Bridge.Server.Tests.Journal.Postgres;

[Collection("PostgreSQL")]
public sealed class PostgresJournalFaultTests(PostgresServer server)
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Append_WhileTheServerCrashesAndComesBack_LosesNothingThatWasAcknowledged()
    {
        await using var journal = await PostgresJournal.OpenAsync(await server.CreateDatabaseAsync(), _clock, CancellationToken.None);
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
    public async Task Open_WithoutAServer_SaysSo()
    {
        var error = await Assert.ThrowsAsync<JournalUnavailableException>(() => PostgresJournal.OpenAsync("postgres://me:secret@127.0.0.1:1/none", _clock, CancellationToken.None));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_WithAppendsWaiting_KeepsThemAndRefusesMore()
    {
        var location = await server.CreateDatabaseAsync();
        var journal = await PostgresJournal.OpenAsync(location, _clock, CancellationToken.None);
        var appends = Enumerable.Range(0, 50).Select(i => journal.AppendAsync(Batches.Of(i, 1))).ToArray();
        await journal.DisposeAsync();
        await Task.WhenAll(appends);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendAsync(Batches.Of(50, 1)));
        await using var again = await PostgresJournal.OpenAsync(location, _clock, CancellationToken.None);
        Assert.Equal(50, (await again.AllAsync()).Count);
    }
}
