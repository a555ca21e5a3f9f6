namespace Bridge.Mqtt.Broker;

/// <summary>Sessions that outlive a broker, but not the process: for tests, and for a broker that is replaced while it runs.</summary>
public sealed class MemorySessionStore : ISessionStore
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, StoredSession> _sessions = new(StringComparer.Ordinal);

    public ValueTask<IReadOnlyList<StoredSession>> LoadAsync(CancellationToken cancellation)
    {
        lock (_sync)
        {
            return new([.. _sessions.Values]);
        }
    }

    public ValueTask SaveAsync(IReadOnlyList<StoredSession> changed, IReadOnlyList<string> removed, CancellationToken cancellation)
    {
        lock (_sync)
        {
            foreach (var session in changed)
            {
                _sessions[session.ClientId] = session;
            }

            foreach (var clientId in removed)
            {
                _sessions.Remove(clientId);
            }
        }

        return ValueTask.CompletedTask;
    }
}
