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

        disk.LeaveFree(null);
        await fleet.UntilEachHasMoreAsync(200);
        await fleet.StopAsync();
        await relay.TerminateAsync();
        await KeptJournal.AssertHasAllAsync(data, fleet.Devices);
    }
}
