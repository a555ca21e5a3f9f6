using Bridge.Faults.Devices;
using Bridge.Faults.Relays;
using Bridge.Server.Journal;

namespace Bridge.Faults;

/// <summary>kill -9 under load: what was acknowledged is there, once, in order.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task Relay_KilledAgainAndAgainWhileDevicesLog_LosesNothingThatItAcknowledged()
    {
        using var folder = new TemporaryFolder();
        var relay = await RelayProcess.StartAsync(folder.Path);
        try
        {
            await using var fleet = await Fleet.StartAsync(relay, Effort.Devices);
            for (var round = 0; round < Effort.Kills; round++)
            {
                await fleet.UntilEachHasMoreAsync(LoggingDevice.LinesPerBatch);
                await fleet.UntilAnyMomentAsync();
                await relay.KillAsync();
                await relay.DisposeAsync();
                relay = await RelayProcess.StartAsync(folder.Path, relay);
            }

            await fleet.UntilEachHasMoreAsync(LoggingDevice.LinesPerBatch);
            await fleet.StopAsync();
            await relay.KillAsync();
            await KeptJournal.AssertHasAllAsync(folder.Path, fleet.Devices);
        }
        finally
        {
            await relay.DisposeAsync();
        }
    }

    [Fact]
    public async Task Journal_WithItsWalTornAnywhere_OpensAndHasABeginningWithoutHoles()
    {
        using var folder = new TemporaryFolder();
        await using (var relay = await RelayProcess.StartAsync(folder.Path))
        {
            await using var fleet = await Fleet.StartAsync(relay, 10);
            await fleet.UntilEachHasMoreAsync(100);
            await relay.KillAsync();
        }

        var log = new FileInfo(Path.Combine(folder.Path, "bridge.db-wal"));
        Assert.True(log.Length > 100_000, "There is no WAL to tear.");
        var random = new Random(20_260_301);
        for (var tear = 0; tear < Effort.Tears; tear++)
        {
            using var copy = new TemporaryFolder();
            foreach (var file in new[] { "bridge.db", "bridge.db-wal" })
            {
                File.Copy(Path.Combine(folder.Path, file), Path.Combine(copy.Path, file));
            }

            Tear(Path.Combine(copy.Path, "bridge.db-wal"), random);
            foreach (var device in await KeptJournal.ReadAsync(copy.Path))
            {
                Assert.Equal(Enumerable.Range(0, device.Count()).Select(n => (long)n), device);
            }

            await using var archive = JournalArchive.Open(copy.Path);
            var item = new JournalItem("{}"u8.ToArray(), JournalLevel.Log, "");
            Assert.Equal(1, (await archive.Journal.AppendAsync(new JournalBatch("main", "later", "p", "log", 0, 0, [item]))).Stored);
        }
    }

    /// <summary>Cuts the file at a random place, or writes noise from there on, as a disk does that lost power.</summary>
    private static void Tear(string path, Random random)
    {
        using var file = new FileStream(path, FileMode.Open);
        var at = random.NextInt64(file.Length);
        if (random.Next(2) == 0)
        {
            file.SetLength(at);
            return;
        }

        file.Position = at;
        var noise = new byte[Math.Min(random.Next(1, 16_384), file.Length - at)];
        random.NextBytes(noise);
        file.Write(noise);
    }
}
