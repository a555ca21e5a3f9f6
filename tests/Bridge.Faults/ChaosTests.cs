using Bridge.Faults.Devices;
using Bridge.Faults.Network;
using Bridge.Faults.Relays;

namespace Bridge.Faults;

/// <summary>Networks that delay, dribble, cut, reset and go silent.</summary>
public sealed class ChaosTests
{
    [Fact]
    public async Task Devices_BehindABadNetwork_LoseNothingThatWasAcknowledgedAndCatchUpWhenItIsCalm()
    {
        using var folder = new TemporaryFolder();
        await using var relay = await RelayProcess.StartAsync(folder.Path);
        await using var proxy = new ChaosProxy(relay.Device.Port, seed: 20_260_301);
        await using var fleet = await Fleet.StartAsync(relay, 16, proxy.Port);
        await Until.TrueAsync("ten connections met each fate", () => proxy.Fates.All(count => count >= 10));
        proxy.Calm();
        await fleet.UntilEachHasMoreAsync(200);
        await fleet.StopAsync();
        Assert.Equal(0, await relay.TerminateAsync());
        await KeptJournal.AssertHasAllAsync(folder.Path, fleet.Devices);
        Assert.DoesNotContain("fail:", relay.Errors, StringComparison.Ordinal); // What a bad network does is no error of the relay's.
    }
}
