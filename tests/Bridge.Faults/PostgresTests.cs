using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Bridge.Faults.Devices;
using Bridge.Faults.Relays;
using Bridge.Server.Tests.Storage.Postgres;

namespace Bridge.Faults;

/// <summary>A relay that keeps everything in PostgreSQL, and a PostgreSQL that goes away.</summary>
public sealed class PostgresTests : IAsyncLifetime
{
    private readonly PostgresServer _server = new();
    private readonly TemporaryFolder _folder = new();
    private string _location = "";

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _location = await _server.CreateDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Relay_PostgresIsStoppedAndStartedUnderLoad_GoesOnShowingAndLosesNothingThatItAcknowledged()
    {
        await using var relay = await StartAsync();
        await using var fleet = await Fleet.StartAsync(relay, 16);
        for (var round = 0; round < Effort.DatabaseStops; round++)
        {
            await fleet.UntilEachHasMoreAsync(50);
            await (round % 2 == 0 ? _server.CrashAsync() : _server.StopAsync());
            var refused = fleet.Devices.Select(device => device.Refused).ToArray();
            await Until.TrueAsync("every device was refused", () => fleet.Devices.Zip(refused).All(pair => pair.First.Refused > pair.Second));
            var acknowledged = fleet.Acknowledged;
            using (var view = await LiveView.OpenAsync(relay))
            {
                await view.UntilMoreMessagesAsync(100);
            }

            Assert.Equal(acknowledged, fleet.Acknowledged);
            await _server.StartAsync();
        }

        await fleet.UntilEachHasMoreAsync(200);
        await fleet.StopAsync();
        Assert.Equal(0, await relay.TerminateAsync());
        await KeptJournal.AssertHasAllAsync(_folder.Path, fleet.Devices, _location);
        AssertHasNoPassword(relay);
    }

    [Fact]
    public async Task Relay_ItsPostgresProcessIsKilledInMidCommit_LosesNothingThatItAcknowledged()
    {
        await using var relay = await StartAsync();
        await using var fleet = await Fleet.StartAsync(relay, 16);
        for (var round = 0; round < Effort.DatabaseStops; round++)
        {
            await fleet.UntilEachHasMoreAsync(LoggingDevice.LinesPerBatch);
            await fleet.UntilAnyMomentAsync();
            await Until.TrueAsync("a process of the database that serves the relay was killed", _server.TryKillBackendAsync);
        }

        await fleet.UntilEachHasMoreAsync(50);
        await fleet.StopAsync();
        Assert.Equal(0, await relay.TerminateAsync());
        await KeptJournal.AssertHasAllAsync(_folder.Path, fleet.Devices, _location);
    }

    [Fact]
    public async Task Consoles_WhilePostgresIsAway_AreToldStayOpenAndGetTheRestLater()
    {
        await using var relay = await StartAsync();
        await using var fleet = await Fleet.StartAsync(relay, 4);
        await fleet.UntilEachHasMoreAsync(50);
        using var console = relay.ConsoleClient();
        using var before = await PastView.OpenAsync(relay);
        await before.LineWithAsync("live");

        await _server.CrashAsync();
        await Until.TrueAsync("every device was refused", () => fleet.Devices.All(device => device.Refused > 0));
        await Until.TrueAsync("it is told", () => relay.Notices.Contains("journal-stopped", StringComparison.Ordinal));
        var info = await console.GetStringAsync("api/info");
        Assert.Contains("\"keeps\":false", info, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, info, StringComparison.Ordinal);

        // One that comes now: what is live, and why there is no more.
        using var meanwhile = await PastView.OpenAsync(relay);
        var live = await meanwhile.LineWithAsync("live");
        Assert.StartsWith("PostgreSQL at 127.0.0.1:", live.GetProperty("unread").GetString(), StringComparison.Ordinal);
        Assert.False(live.TryGetProperty("cursor", out _));
        await meanwhile.LineWithAsync("payload");

        // What can't be done without it says so.
        using var renamed = await console.PatchAsJsonAsync($"api/rooms/main/devices/{fleet.Devices[0].Name}", new { label = "other" });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, renamed.StatusCode);
        Assert.DoesNotContain(PostgresServer.Password, await renamed.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await _server.StartAsync();
        await meanwhile.LineWithAsync("again");
        Assert.True(await meanwhile.HasEndedAsync());
        using var after = await PastView.OpenAsync(relay);
        await after.LineWithAsync("payload");
        Assert.False((await after.LineWithAsync("live")).TryGetProperty("unread", out _));
        await before.LineWithAsync("cursor"); // The one that was open all the time goes on, too.
        AssertHasNoPassword(relay);
    }

    [Fact]
    public async Task Relay_ToldToStopWhilePostgresIsAway_EndsWithinTenSeconds()
    {
        await using var relay = await StartAsync();
        await using var fleet = await Fleet.StartAsync(relay, 4);
        await fleet.UntilEachHasMoreAsync(50);
        await _server.CrashAsync();
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(0, await relay.TerminateAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Effort.TenSeconds);
        await _server.StartAsync();
        await KeptJournal.AssertHasAllAsync(_folder.Path, fleet.Devices, _location);
    }

    [Fact]
    public async Task Relay_StartedElsewhereOnTheSameDatabase_KnowsDevicesSessionsAndRetainedMessages()
    {
        using var elsewhere = new TemporaryFolder();
        await using var relay = await StartAsync();
        await using var fleet = await Fleet.StartAsync(relay, 4);
        await fleet.UntilEachHasMoreAsync(50);
        await ToolAsync(relay, "mosquitto_pub", "-t", "lab/lamp", "-r", "-m", "on", "-q", "1");
        await ToolAsync(relay, "mosquitto_sub", "-i", "logger", "-c", "-V", "mqttv311", "-t", "lab/door", "-q", "1", "-E");
        await ToolAsync(relay, "mosquitto_pub", "-t", "lab/door", "-m", "opened", "-q", "1"); // Waits for the session that has gone.
        Assert.Equal(0, await relay.TerminateAsync());
        Assert.False(File.Exists(Path.Combine(_folder.Path, "bridge.db")));

        await using var next = await RelayProcess.StartAsync(elsewhere.Path, relay, "--database", _location);
        await fleet.UntilEachHasMoreAsync(50); // With the credentials that the first one gave.
        Assert.Equal("on\n", await ToolAsync(next, "mosquitto_sub", "-t", "lab/lamp", "-C", "1", "-W", Effort.PatienceSeconds));
        Assert.Equal("opened\n", await ToolAsync(next, "mosquitto_sub", "-i", "logger", "-c", "-V", "mqttv311", "-t", "lab/door", "-q", "1", "-C", "1", "-W", Effort.PatienceSeconds));
        await fleet.StopAsync();
        await next.TerminateAsync();
        await KeptJournal.AssertHasAllAsync(elsewhere.Path, fleet.Devices, _location);
    }

    private static void AssertHasNoPassword(RelayProcess relay)
    {
        Assert.DoesNotContain(PostgresServer.Password, relay.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, relay.Notices, StringComparison.Ordinal);
    }

    private static async Task<string> ToolAsync(RelayProcess relay, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, ["-p", $"{relay.Mqtt.Port}", "-u", "admin", "-P", RelayProcess.Token, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var tool = Process.Start(start)!;
        var output = await tool.StandardOutput.ReadToEndAsync().WaitAsync(Effort.Patience);
        await tool.WaitForExitAsync();
        Assert.Equal(0, tool.ExitCode);
        return output;
    }

    private Task<RelayProcess> StartAsync() => RelayProcess.StartAsync(_folder.Path, null, "--database", _location);
}
