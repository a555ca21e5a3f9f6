using System.Collections.Concurrent;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Client;

namespace Bridge.Mqtt.Tests.Fuzz;

/// <summary>A hundred thousand packets that are nearly right, accepted or refused by us and by mosquitto. Every difference has its reason in the docs.</summary>
public sealed class MosquittoComparisonTests(Mosquitto mosquitto) : IClassFixture<Mosquitto>
{
    private const int Packets = 100_000;
    private const int Lanes = 16;
    private const int Seed = 21;

    [MosquittoFact]
    public async Task Packets_AcceptedByOneAlone_AreExplained()
    {
        var packets = ComparedPacket.Make(Seed, Packets).ToList();
        var theirs = new bool[packets.Count];

        // CONNECT in a lane of its own, one after the other: two of the same client identifier would take each other over.
        var next = new ConcurrentQueue<int>(Enumerable.Range(0, packets.Count).Where(i => !packets[i].IsConnect));
        var connects = new ConcurrentQueue<int>(Enumerable.Range(0, packets.Count).Where(i => packets[i].IsConnect));
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => AskAsync(lane == 0 ? connects : next, packets, theirs)));

        var differences = Compare(packets, theirs);
        var explained = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "mqtt-conformance.md"));
        var unexplained = differences.Where(d => !explained.Contains($"| {d.Key} |", StringComparison.Ordinal)).ToList();
        Assert.True(unexplained.Count == 0, string.Join('\n', unexplained.Select(d => $"{d.Key}: {d.Value.Count}, as {d.Value[0]}")));

        // It would show nothing if both refused everything, or nothing.
        Assert.InRange(theirs.Count(accepted => accepted), Packets / 20, Packets / 20 * 19);
    }

    private static Dictionary<string, List<string>> Compare(List<ComparedPacket> packets, bool[] theirs)
    {
        var differences = new Dictionary<string, List<string>>();
        var broker = new FuzzedBroker();
        for (var i = 0; i < packets.Count; i++)
        {
            var packet = packets[i];
            var answer = broker.Serve(packet.Sent, 1, packet.Version == MqttProtocolVersion.Unknown ? MqttProtocolVersion.V5 : packet.Version);
            var ours = answer is [.., 0xD0, 0x00];
            if (ours != theirs[i])
            {
                var name = ours
                    ? $"mosquitto: {Difference.OfTheirRefusal(packet.Bytes, packet.Version)}"
                    : Difference.OfOurRefusal(packet.Bytes, packet.Version, answer);
                if (!differences.TryGetValue(name, out var samples))
                {
                    differences.Add(name, samples = []);
                }

                samples.Add($"{packet.Version} {Convert.ToHexString(packet.Bytes)}");
            }
        }

        return differences;
    }

    private async Task AskAsync(ConcurrentQueue<int> next, List<ComparedPacket> packets, bool[] theirs)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var peer = new MosquittoPeer(mosquitto.Port);
        while (next.TryDequeue(out var i))
        {
            theirs[i] = await peer.AcceptsAsync(packets[i].Sent, patience.Token);
        }
    }
}
