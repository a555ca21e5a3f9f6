using System.Diagnostics;

namespace Bridge.LoadGen;

/// <summary>
/// The bystanders: idle connections, each with a topic of its own, opened at a rate that a broker's default limits allow.
/// </summary>
internal sealed class Crowd(LoadOptions options, BrokerProcess broker) : IDisposable
{
    private const int PerSecond = 400;
    private const int Together = 100;
    private readonly List<LoadConnection> _connections = [];

    /// <summary>Growth of the broker's resident memory for each of them, once it had settled.</summary>
    public double KiBEach { get; private set; }

    public void Open(Epoll epoll)
    {
        if (options.Idle == 0)
        {
            return;
        }

        var before = broker.ResidentKiB();
        var clock = Stopwatch.StartNew();
        while (_connections.Count < options.Idle)
        {
            // From the last ones on, not from the first: what was late must not be made up for in a burst that a broker turns away.
            clock.Restart();
            OpenTogether(epoll, Math.Min(Together, options.Idle - _connections.Count));
            while (clock.Elapsed.TotalSeconds < (double)Together / PerSecond)
            {
                epoll.Turn(1);
            }
        }

        for (clock.Restart(); clock.Elapsed.TotalSeconds < options.Settle;)
        {
            epoll.Turn(50);
        }

        KiBEach = Math.Round((broker.ResidentKiB() - before) / (double)options.Idle, 2);
    }

    private void OpenTogether(Epoll epoll, int count)
    {
        var opening = Enumerable.Range(_connections.Count, count)
            .Select(i => LoadConnection.Begin(epoll, options, $"idle-{i}", $"load/idle/{i}", _ => { })).ToList();
        _connections.AddRange(opening);
        while (opening.Count > 0)
        {
            opening.RemoveAll(connection => !connection.Proceed());
        }
    }

    public void Dispose() => _connections.ForEach(connection => connection.Dispose());
}
