using System.Collections.Concurrent;
using Bridge.Server.Storage;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.Security;

/// <summary>
/// The web consoles that are signed in: 256-bit secrets, kept as hashes, 12 h. Answers come from memory; a new session is written through
/// before it is answered, so that it outlives the relay. Where that can't be, the console is let in all the same: the live view is what one wants
/// to see then.
/// </summary>
internal sealed class ConsoleSessions(IConsoleSessionTable table, TimeProvider time, ILogger<ConsoleSessions> log)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private static readonly ConsoleIdentity Owner = new("web console", ConsoleScopes.All);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _expiry = new(StringComparer.Ordinal);

    public async Task LoadAsync(CancellationToken cancellation)
    {
        foreach (var session in await table.LoadAsync(time.GetUtcNow(), cancellation))
        {
            _expiry[session.Hash] = session.ExpiresAt;
        }
    }

    /// <summary>Opens a session and returns its secret, which is kept nowhere.</summary>
    public async Task<string> OpenAsync(CancellationToken cancellation)
    {
        var secret = Secret.New256();
        var session = new ConsoleSession(Secret.Hash(secret), time.GetUtcNow() + Lifetime);
        try
        {
            await table.SaveAsync(session, cancellation);
        }
        catch (StorageException e)
        {
            SecurityLog.SessionNotStored(log, e);
        }

        _expiry[session.Hash] = session.ExpiresAt;
        return secret;
    }

    /// <summary>Whose session this is; null where it is unknown or over.</summary>
    public ConsoleIdentity? Find(string secret) =>
        _expiry.TryGetValue(Secret.Hash(secret), out var expiresAt) && expiresAt > time.GetUtcNow() ? Owner : null;
}
