using System.Collections.Concurrent;

namespace Bridge.Mqtt.Broker;

/// <summary>Every connection that is being served, also those that have not said CONNECT.</summary>
internal sealed class ConnectionTable
{
    private readonly ConcurrentDictionary<MqttConnection, bool> _connections = new();
    private volatile bool _closed;

    public bool IsClosed => _closed;

    public IEnumerable<MqttConnection> All => _connections.Keys;

    public void Add(MqttConnection connection) => _connections[connection] = true;

    public void Remove(MqttConnection connection) => _connections.TryRemove(connection, out _);

    /// <summary>No further connection is served; the result ends with those that are.</summary>
    public IReadOnlyList<Task> Close()
    {
        _closed = true;
        return [.. _connections.Keys.Select(connection => connection.WhenEnded())];
    }
}
