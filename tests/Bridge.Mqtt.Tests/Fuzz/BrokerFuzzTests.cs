namespace Bridge.Mqtt.Tests.Fuzz;

/// <summary>A million clients that do strange things, one after the other, to a real broker that remembers.</summary>
[Collection(FuzzCollection.Name)]
public sealed class BrokerFuzzTests
{
    private const int Sequences = 500_000;
    private const double SlowestMilliseconds = 100;
    private const long GrowthBytes = 32 * 1024 * 1024;

    // Two brokers, for two cores. The seed is here, and a failure names the case.
    [Fact]
    public async Task Broker_StrangeSequences_NeitherFailsNorHangsNorGrows() =>
        await Task.WhenAll(new[] { 11, 12 }.Select(seed => Task.Factory.StartNew(
            () => Run(seed), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

    private static void Run(int seed)
    {
        var broker = new FuzzedBroker();
        var sequence = new FuzzSequence(seed);
        using var watchdog = new Watchdog($"seed {seed}");
        RunSome(broker, sequence, watchdog, Sequences / 10, seed);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        RunSome(broker, sequence, watchdog, Sequences - (Sequences / 10), seed);
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(growth < GrowthBytes, $"seed {seed}: grew by {growth} bytes");
        Assert.Equal(0, broker.Clients);
        broker.DisposeAsync().AsTask().Wait();
    }

    private static void RunSome(FuzzedBroker broker, FuzzSequence sequence, Watchdog watchdog, int count, int seed)
    {
        var answered = 0;
        for (var i = 0; i < count; i++)
        {
            watchdog.Note(i);
            var bytes = sequence.Next();
            var pieces = 1 + sequence.Draw(3);
            try
            {
                var clock = CpuClock.Milliseconds;
                answered += broker.Serve(bytes, pieces, sequence.Version).Length > 0 ? 1 : 0;
                for (var times = 1; CpuClock.Milliseconds - clock > SlowestMilliseconds; times++)
                {
                    Assert.True(times < CpuClock.Times, $"it took {CpuClock.Milliseconds - clock} ms");
                    clock = CpuClock.Milliseconds;
                    broker.Serve(bytes, pieces, sequence.Version);
                }

                if (sequence.Draw(64) == 0)
                {
                    broker.Pass(TimeSpan.FromSeconds(1));
                }
            }
            catch (Exception cause) when (cause is not OutOfMemoryException)
            {
                Assert.Fail($"seed {seed}, case {i}: {Convert.ToHexString(bytes.Span)}: {cause}");
            }
        }

        // It would show nothing if the broker turned all of them away.
        Assert.InRange(answered, count / 2, count);
    }
}
