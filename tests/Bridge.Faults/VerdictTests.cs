using Bridge.Faults.Devices;
using Bridge.Faults.Relays;

namespace Bridge.Faults;

/// <summary>The checker of the kill tests, checked: it sees each fault in a journal of a real relay, and a relay that has the worst one.</summary>
public sealed class VerdictTests
{
    [Fact]
    public async Task Verdict_OnAJournalWithALineLostDoubledOrSwapped_SeesIt()
    {
        using var folder = new TemporaryFolder();
        await using var relay = await RelayProcess.StartAsync(folder.Path);
        await using var fleet = await Fleet.StartAsync(relay, 1);
        await fleet.UntilEachHasMoreAsync(100);
        await fleet.StopAsync();
        await relay.KillAsync();
        var device = fleet.Devices[0];
        var kept = (await KeptJournal.ReadAsync(folder.Path))[device.Name].ToList();

        Assert.Null(Verdict.Of(kept, device.Acknowledged));
        Assert.Null(Verdict.Of([.. kept, kept.Count], device.Acknowledged)); // Kept, and killed before it could say so.
        Assert.Equal("line 41 stands where line 40 should", Verdict.Of([.. kept.Where(line => line != 40)], device.Acknowledged));
        Assert.Equal("line 40 is there twice", Verdict.Of([.. kept[..41], 40, .. kept[41..]], device.Acknowledged));
        Assert.Equal("line 41 stands where line 40 should", Verdict.Of([.. kept[..40], 41, 40, .. kept[42..]], device.Acknowledged));
        Assert.Equal($"{device.Acknowledged} lines acknowledged, {device.Acknowledged - 1} kept", Verdict.Of(kept[..((int)device.Acknowledged - 1)], device.Acknowledged));
    }

    [Fact]
    public async Task KilledRelay_ThatAcknowledgesBeforeTheCommit_IsFoundOut()
    {
        using var folder = new TemporaryFolder();
        await using var relay = await RelayProcess.StartAsync(folder.Path, [EarlyAcknowledgement.Environment]);
        await using var fleet = await Fleet.StartAsync(relay, 10);
        await fleet.UntilEachHasMoreAsync(2 * LoggingDevice.Window * LoggingDevice.LinesPerBatch);
        await relay.KillAsync();
        await fleet.StopAsync();

        var faults = Verdict.Of(await KeptJournal.ReadAsync(folder.Path), fleet.Devices);
        Assert.Contains(faults, fault => fault.Contains("lines acknowledged", StringComparison.Ordinal));
    }
}
