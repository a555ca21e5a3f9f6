using System.Collections.Concurrent;

namespace Bridge.Server.Security;

/// <summary>
/// The devices' credentials: 256 bits each, kept as hashes, valid 12 h, renewed at half-life. Answers come from memory,
/// every change is written through to <see cref="ICredentialTable"/> before it is answered.
/// </summary>
internal sealed class DeviceCredentials(ICredentialTable table, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>How long a replaced credential still works, so that requests under way with the old cookie don't fail.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, DeviceCredential> _byHash = new(StringComparer.Ordinal);

    public async Task LoadAsync(CancellationToken cancellation)
    {
        foreach (var credential in await table.LoadAsync(time.GetUtcNow(), cancellation))
        {
            _byHash[credential.Hash] = credential;
        }
    }

    /// <summary>Makes a credential and returns the secret, which is kept nowhere.</summary>
    public async Task<string> IssueAsync(DeviceIdentity identity, CancellationToken cancellation)
    {
        var secret = Secret.New256();
        var now = time.GetUtcNow();
        var credential = new DeviceCredential(Secret.Hash(secret), identity, now, now + Lifetime);
        await table.SaveAsync(credential, cancellation);
        _byHash[credential.Hash] = credential;
        return secret;
    }

    /// <summary>The credential of a secret; null where it is unknown, revoked or expired.</summary>
    public DeviceCredential? Find(string secret) =>
        _byHash.TryGetValue(Secret.Hash(secret), out var credential) && credential.ExpiresAt > time.GetUtcNow() ? credential : null;

    /// <summary>Whether more than half of its life is over, so that a fresh one should replace it.</summary>
    public bool IsStale(DeviceCredential credential) => time.GetUtcNow() > credential.IssuedAt + (Lifetime / 2);

    /// <summary>Replaces a credential; the old one works for a short grace. The new one comes first: where it can't be stored, the old one stays as it was.</summary>
    public async Task<string> RotateAsync(DeviceCredential old, CancellationToken cancellation)
    {
        var fresh = await IssueAsync(old.Identity, cancellation);
        var ends = time.GetUtcNow() + Grace;
        if (old.ExpiresAt > ends)
        {
            var ending = old with { ExpiresAt = ends };
            await table.SaveAsync(ending, cancellation);
            _byHash[old.Hash] = ending;
        }

        return fresh;
    }

    /// <summary>Ends every credential of a device.</summary>
    public async Task RevokeAsync(string device, CancellationToken cancellation)
    {
        await table.DeleteAsync(device, cancellation);
        foreach (var (hash, credential) in _byHash)
        {
            if (string.Equals(credential.Identity.Device, device, StringComparison.Ordinal))
            {
                _byHash.TryRemove(hash, out _);
            }
        }
    }
}
