using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Bridge.Faults.Devices;
using Bridge.Faults.Relays;

namespace Bridge.Faults;

/// <summary>A disk that fills up and gets room again.</summary>
public sealed class FullDiskTests
{
    [RootFact]
    public async Task Relay_OnADiskThatFillsUp_StopsAcknowledgingGoesOnShowingAndRecovers()
    {
        await using var disk = await SmallDisk.MountAsync(400);
        var data = Path.Combine(disk.Path, "data");
        await using var relay = await RelayProcess.StartAsync(data);
        await using var fleet = await Fleet.StartAsync(relay, 8);
        await fleet.UntilEachHasMoreAsync(50);

        disk.LeaveFree(200); // Below the 256 MiB that must stay free.
        await Until.TrueAsync("every device was refused", () => fleet.Devices.All(device => device.Refused > 0));
        var acknowledged = fleet.Acknowledged;
        using (var view = await LiveView.OpenAsync(relay))
        {
            await view.UntilMoreMessagesAsync(100);
        }

        Assert.Equal(acknowledged, fleet.Acknowledged);
        using var console = relay.ConsoleClient();
        await ToolReadsJournalAsync(relay, "256 MiB must stay free");
        var told = (await console.GetFromJsonAsync<JsonElement>("api/info")).GetProperty("journal");
        Assert.False(told.GetProperty("keeps").GetBoolean());
        Assert.Contains("256 MiB must stay free", told.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("journal stopped\n", await console.GetStringAsync("healthz"));

        disk.LeaveFree(null);
        await fleet.UntilEachHasMoreAsync(200);
        Assert.Equal("ok\n", await console.GetStringAsync("healthz"));
        await ToolReadsJournalAsync(relay, "\"keeps\":true");
        await fleet.StopAsync();
        await relay.TerminateAsync();
        await KeptJournal.AssertHasAllAsync(data, fleet.Devices);
    }

    /// <summary>An MQTT client of somebody else reads this in the retained message, or in the one that takes its place: the relay tells of what it knows a moment later.</summary>
    private static async Task ToolReadsJournalAsync(RelayProcess relay, string words)
    {
        var start = new ProcessStartInfo("mosquitto_sub", ["-p", $"{relay.Mqtt.Port}", "-u", "admin", "-P", RelayProcess.Token, "-t", "bridge/v1/main/journal", "-W", Effort.PatienceSeconds])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var tool = Process.Start(start)!;
        string? said;
        do
        {
            said = await tool.StandardOutput.ReadLineAsync() ?? throw new TimeoutException($"Waited in vain until a tool read: {words}");
        }
        while (!said.Contains(words, StringComparison.Ordinal));

        tool.Kill();
        await tool.WaitForExitAsync();
    }
}
