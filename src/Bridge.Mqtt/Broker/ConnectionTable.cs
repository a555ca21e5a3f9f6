using System.Collections.Concurrent;

namespace Bridge.Mqtt.Broker;

/// <summary>Every connection that is being served, also those that have not said CONNECT, and when each has ended.</summary>
internal sealed class ConnectionTable
{
    private readonly ConcurrentDictionary<MqttConnection, TaskCompletionSource> _connections = new();
    private volatile bool _closed;

    public bool IsClosed => _closed;

    public IEnumerable<MqttConnection> All => _connections.Keys;

    public TaskCompletionSource Add(MqttConnection connection)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = ended;
        return ended;
    }

    public void Remove(MqttConnection connection) => _connections.TryRemove(connection, out _);

    public Task WhenEnded(MqttConnection connection) =>
        _connections.TryGetValue(connection, out var ended) ? ended.Task : Task.CompletedTask;

    /// <summary>No further connection is served; the result ends with those that are.</summary>
    public IReadOnlyList<Task> Close()
    {
        _closed = true;
        return [.. _connections.Values.Select(ended => ended.Task)];
    }
}
