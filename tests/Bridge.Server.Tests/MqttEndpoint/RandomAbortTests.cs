using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Bridge.Mqtt.Broker;

namespace Bridge.Server.Tests.MqttEndpoint;

/// <summary>
/// Crowds of clients that are gone at any moment, beside a few that stay: those lose nothing, and nothing of the others is left, neither an error in the
/// log nor a place that somebody counts.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class RandomAbortTests
{
    private const int Workers = 24;
    private const int Places = 60;
    private const int Messages = 300;
    private const int Rounds = 10;

    [Fact]
    public async Task Clients_GoneAtAnyMoment_LeaveNothingAndCostOthersNothing()
    {
        var log = new ErrorList();
        var unobserved = new ConcurrentQueue<string>();
        Collect(); // What others left is theirs.
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, e) => unobserved.Enqueue(e.Exception.ToString());
        TaskScheduler.UnobservedTaskException += note;
        var limits = new BrokerLimits
        {
            NewConnectionsPerSecond = 100_000,
            UnauthenticatedConnections = Places,
            ConnectionsPerAddress = Places,
            Client = new() { ReceiveMaximum = 1000, QueueMessages = 100_000, QueueBytes = 1 << 28 },
        };
        await using var host = EndpointHost.Start(limits: limits, log: log, configure: options => options.CloseTimeout = TimeSpan.FromSeconds(1));
        var counted = new Staying(host);
        await counted.StartAsync();

        var sleeping = new ConcurrentQueue<Socket>();
        var chaos = Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                await new RandomClient(host, sleeping, (worker * 1000) + round).RunAsync();
            }
        })));
        while (!chaos.IsCompleted)
        {
            await counted.PublishAsync(Messages);
        }

        await chaos;
        foreach (var socket in sleeping)
        {
            socket.Close(0);
        }

        await counted.PublishAsync(Messages);
        await counted.CheckAsync();
        await counted.DisposeAsync();
        await Until.TrueAsync("everybody is gone", () => host.Broker.Clients.Count == 0 && host.Pending == 0);
        await FillEveryPlaceAsync(host);
        Collect();
        TaskScheduler.UnobservedTaskException -= note;
        Assert.Empty(log.Errors);
        Assert.DoesNotContain(unobserved, text => text.Contains("Bridge.Mqtt", StringComparison.Ordinal) || text.Contains("MqttEndpoint", StringComparison.Ordinal));
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    /// <summary>As many as there are places get in again, unknown and known: none is counted that isn't there.</summary>
    private static async Task FillEveryPlaceAsync(EndpointHost host)
    {
        await Until.TrueAsync("all places are free", () => TryFill(host));
    }

    private static bool TryFill(EndpointHost host)
    {
        var clients = new List<Socket>();
        try
        {
            for (var i = 0; i < Places; i++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 60_000 };
                clients.Add(socket);
                socket.Connect(System.Net.IPAddress.Loopback, host.Mqtt);
                socket.Send([0x10, 16, 0, 4, .. "MQTT"u8, 4, 2, 0, 60, 0, 4]);
            }

            foreach (var (socket, i) in clients.Select((socket, i) => (socket, i)))
            {
                socket.Send(Encoding.ASCII.GetBytes($"p{i:000}"));
                if (socket.Receive(new byte[4]) != 4)
                {
                    return false;
                }
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        finally
        {
            clients.ForEach(socket => socket.Close(0));
        }
    }
}
