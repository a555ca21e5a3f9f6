namespace Bridge.Mqtt.Broker;

/// <summary>Retained messages that outlive a broker, but not the process.</summary>
public sealed class MemoryRetainedStore : IRetainedStore
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, StoredRetained> _messages = new(StringComparer.Ordinal);

    public ValueTask<IReadOnlyList<StoredRetained>> LoadAsync(CancellationToken cancellation)
    {
        lock (_sync)
        {
            return new([.. _messages.Values]);
        }
    }

    public ValueTask SaveAsync(IReadOnlyList<StoredRetained> changed, IReadOnlyList<string> removedTopics, CancellationToken cancellation)
    {
        lock (_sync)
        {
            foreach (var stored in changed)
            {
                _messages[stored.Message.Topic] = stored;
            }

            foreach (var topic in removedTopics)
            {
                _messages.Remove(topic);
            }
        }

        return ValueTask.CompletedTask;
    }
}
