using System.Net.Http.Json;
using System.Text.Json;
using Bridge.Faults.Devices;
using Bridge.Faults.Relays;

namespace Bridge.Faults;

/// <summary>A relay whose wall clock is set an hour back, two hours forward, and right again, while devices log.</summary>
public sealed class ClockTests
{
    [FaketimeFact]
    public async Task Relay_WithItsClockSetBackAndForth_KeepsTheOrderTheSessionsAndTheTickets()
    {
        using var folder = new TemporaryFolder();
        var clock = new SettableClock(Path.Combine(folder.Path, "clock"));
        await using var relay = await RelayProcess.StartAsync(folder.Path, clock.Environment);
        await using var fleet = await Fleet.StartAsync(relay, 10);
        await fleet.UntilEachHasMoreAsync(50);
        using var console = relay.ConsoleClient();
        var number = 104;
        foreach (var hours in new[] { -1, +1, 0 })
        {
            clock.Set(TimeSpan.FromHours(hours));
            await Until.TrueAsync("the relay's clock is set", async () => Math.Abs((await NowAsync(console) - TimeProvider.System.GetUtcNow()).TotalHours - hours) < 0.1);
            await fleet.UntilEachHasMoreAsync(50);
            for (var more = 0; more < 3; more++)
            {
                await PairedDevice.PairAsync(relay, number++); // Up to eight of one address, which has ten tries a minute whatever the clock says.
            }
        }

        Assert.All(fleet.Devices, device => Assert.Equal(1, device.Connections)); // Nobody was thrown out.
        await fleet.StopAsync();
        await Until.TrueAsync("all are seen to be gone", async () => await OnlineAsync(console) == 0);
        Assert.Equal(0, await relay.TerminateAsync());
        await KeptJournal.AssertHasAllAsync(folder.Path, fleet.Devices);
    }

    [FaketimeFact]
    public async Task Device_WhoseRelaysClockWasSetBack_IsSeenToGo()
    {
        using var folder = new TemporaryFolder();
        var clock = new SettableClock(Path.Combine(folder.Path, "clock"));
        await using var relay = await RelayProcess.StartAsync(folder.Path, clock.Environment);
        await using var fleet = await Fleet.StartAsync(relay, 1);
        await fleet.UntilEachHasMoreAsync(10);
        using var console = relay.ConsoleClient();
        await Until.TrueAsync("it is online", async () => await OnlineAsync(console) == 1);
        await fleet.StopAsync();
        clock.Set(TimeSpan.FromHours(-1));
        await Until.TrueAsync("it is gone", async () => await OnlineAsync(console) == 0);
    }

    private static async Task<int> OnlineAsync(HttpClient console) =>
        (await console.GetFromJsonAsync<JsonElement>("api/rooms/main/devices")).EnumerateArray().Count(device => device.GetProperty("presence").GetString() == "online");

    /// <summary>A ticket ends 120 s after the relay's now.</summary>
    private static async Task<DateTimeOffset> NowAsync(HttpClient console)
    {
        using var answer = await console.PostAsync("api/rooms/main/tickets", null);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("expiresAt").GetDateTimeOffset() - TimeSpan.FromSeconds(120);
    }
}
