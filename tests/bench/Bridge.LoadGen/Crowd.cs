using System.Diagnostics;
using System.Net;

namespace Bridge.LoadGen;

/// <summary>
/// The bystanders: idle connections, each with a topic of its own, opened from many loopback addresses and at a rate that a broker's default
/// limits per address and per second allow.
/// </summary>
internal sealed class Crowd : IDisposable
{
    private const int PerAddress = 50;
    private const int PerSecond = 400;
    private readonly List<LoadConnection> _connections = [];

    public void Open(Epoll epoll, LoadOptions options, int count)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            var address = new IPAddress([127, 1, (byte)(i / PerAddress / 250), (byte)(1 + i / PerAddress % 250)]);
            _connections.Add(LoadConnection.Open(epoll, options, $"idle-{i}", $"load/idle/{i}", _ => { }, address));
            while (clock.Elapsed.TotalSeconds < (double)i / PerSecond)
            {
                epoll.Turn(1);
            }
        }
    }

    public void Dispose() => _connections.ForEach(connection => connection.Dispose());
}
