using System.Diagnostics;

namespace Bridge.LoadGen;

/// <summary>
/// The bystanders: idle connections, each with a topic of its own, opened at a rate that a broker's default limits allow.
/// </summary>
internal sealed class Crowd : IDisposable
{
    private const int PerSecond = 400;
    private readonly List<LoadConnection> _connections = [];

    public void Open(Epoll epoll, LoadOptions options, int count)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            _connections.Add(LoadConnection.Open(epoll, options, $"idle-{i}", $"load/idle/{i}", _ => { }));
            // From the last one on, not from the first: what was late must not be made up for in a burst that a broker turns away.
            for (clock.Restart(); clock.Elapsed.TotalSeconds < 1.0 / PerSecond;)
            {
                epoll.Turn(1);
            }
        }
    }

    public void Dispose() => _connections.ForEach(connection => connection.Dispose());
}
