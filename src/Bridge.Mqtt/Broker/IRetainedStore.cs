namespace Bridge.Mqtt.Broker;

/// <summary>Keeps retained messages across restarts. Called from one task, off the hot path; calls don't overlap.</summary>
public interface IRetainedStore
{
    /// <summary>Called once, before the first connection.</summary>
    ValueTask<IReadOnlyList<StoredRetained>> LoadAsync(CancellationToken cancellation);

    /// <summary>Durable, all or nothing, when the task ends. A message replaces the one of its topic.</summary>
    ValueTask SaveAsync(IReadOnlyList<StoredRetained> changed, IReadOnlyList<string> removedTopics, CancellationToken cancellation);
}
