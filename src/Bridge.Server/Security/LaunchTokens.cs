namespace Bridge.Server.Security;

/// <summary>The one-time tokens by which a browser becomes a web console, and the sessions they open. A session lives in the relay's memory only.</summary>
internal sealed class LaunchTokens(TimeProvider time)
{
    public static readonly TimeSpan LaunchLifetime = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan SessionLifetime = TimeSpan.FromHours(12);

    private readonly ExpiringSecrets<ConsoleIdentity> _launches = new(LaunchLifetime, most: 100, time);
    private readonly ExpiringSecrets<ConsoleIdentity> _sessions = new(SessionLifetime, most: 1_000, time);

    public string NewLaunch()
    {
        var token = Secret.New128();
        _launches.Add(token, new ConsoleIdentity("web console", ConsoleScopes.All));
        return token;
    }

    /// <summary>Exchanges a launch token for a session's secret, once.</summary>
    public string? Launch(string token)
    {
        if (!_launches.TryTake(token, out var identity))
        {
            return null;
        }

        var session = Secret.New256();
        _sessions.Add(session, identity);
        return session;
    }

    public ConsoleIdentity? FindSession(string session) => _sessions.TryGet(session, out var identity) ? identity : null;
}
