namespace Bridge.Mqtt.Broker;

/// <summary>
/// Keeps sessions across restarts. The broker calls it from one task, off the hot path, with only those sessions that
/// outlive their connection; calls don't overlap. A failed save is logged, counted, and repeated with the next one.
/// </summary>
public interface ISessionStore
{
    /// <summary>Called once, before the first connection.</summary>
    ValueTask<IReadOnlyList<StoredSession>> LoadAsync(CancellationToken cancellation);

    /// <summary>Durable, all or nothing, when the task ends. A session replaces the one with its client id.</summary>
    ValueTask SaveAsync(IReadOnlyList<StoredSession> changed, IReadOnlyList<string> removed, CancellationToken cancellation);
}
