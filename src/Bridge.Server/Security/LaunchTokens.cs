namespace Bridge.Server.Security;

/// <summary>The one-time tokens by which a browser becomes a web console. In memory: a relay that starts anew prints a new one.</summary>
internal sealed class LaunchTokens(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ExpiringSecrets<bool> _launches = new(Lifetime, most: 100, time);

    public string New()
    {
        var token = Secret.New128();
        _launches.Add(token, true);
        return token;
    }

    /// <summary>Whether this token may open a session: once.</summary>
    public bool TryUse(string token) => _launches.TryTake(token, out _);
}
