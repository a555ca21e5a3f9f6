using System.Net;
using System.Net.Sockets;

namespace Bridge.Faults.Network;

/// <summary>
/// A TCP proxy that does to connections what bad networks do. Each connection gets a fate of its own, dealt from a deck that the proxy
/// shuffles, so that each comes as often; <see cref="Calm"/> makes it an honest one for the connections that come later, and cuts those that are there.
/// </summary>
internal sealed class ChaosProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Random _dice;
    private readonly Queue<Fate> _deck = new();
    private readonly int _upstream;
    private readonly List<TcpClient> _clients = [];
    private readonly Task _accepting;
    private volatile bool _calm;

    public ChaosProxy(int upstream, int seed)
    {
        (_upstream, _dice) = (upstream, new Random(seed));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections met each fate.</summary>
    public int[] Fates { get; } = new int[Enum.GetValues<Fate>().Length];

    public void Calm()
    {
        _calm = true;
        CutAll();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        CutAll();
        await _accepting;
        _stop.Dispose();
    }

    private void CutAll()
    {
        lock (_clients)
        {
            _clients.ForEach(client => client.Dispose());
            _clients.Clear();
        }
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                lock (_clients)
                {
                    _clients.Add(client);
                    connections.Add(CarryAsync(client, _calm ? Fate.Cut : Deal(), _dice.Next(500, 30_000)));
                }
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private Fate Deal()
    {
        if (_deck.Count == 0)
        {
            var fates = Enum.GetValues<Fate>();
            _dice.Shuffle(fates);
            Array.ForEach(fates, _deck.Enqueue);
        }

        return _deck.Dequeue();
    }

    private async Task CarryAsync(TcpClient client, Fate fate, int bytes)
    {
        Interlocked.Increment(ref Fates[(int)fate]);
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _upstream, _stop.Token);
                var (near, far) = (client.GetStream(), server.GetStream());
                near.Socket.NoDelay = far.Socket.NoDelay = true;
                var up = PumpAsync(near, far, fate, bytes);
                var down = PumpAsync(far, near, fate, bytes);
                await await Task.WhenAny(up, down);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                // That is what it is for.
            }
        }
    }

    /// <summary>Carries one direction until its fate comes, after so many bytes: in the middle of whatever is then on its way.</summary>
    private async Task PumpAsync(NetworkStream source, NetworkStream target, Fate fate, int bytes)
    {
        var buffer = new byte[fate == Fate.SingleBytes ? 1 : 4096];
        while (await source.ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
            if (fate == Fate.Delay)
            {
                await Pace.OnALateLineAsync(_stop.Token);
            }

            // Once calm, a connection lives; until then each has its end, so that the next fate has its turn.
            if ((bytes < 0 || !_calm) && (bytes -= read) < 0)
            {
                if (fate == Fate.Silence)
                {
                    continue; // Reads on, and never passes anything again: half of a connection that nobody told the other half about.
                }

                await target.WriteAsync(buffer.AsMemory(0, read / 2), _stop.Token);
                target.Socket.LingerState = source.Socket.LingerState = new LingerOption(fate == Fate.Reset, 0); // Zero seconds: RST instead of FIN.
                return;
            }

            await target.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
