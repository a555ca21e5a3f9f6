using System.Collections.Concurrent;

namespace Bridge.Server.Security;

/// <summary>
/// The devices' credentials: 256 bits each, kept as hashes, valid 12 h, renewed at half-life. Answers come from memory,
/// every change is written through to <see cref="ICredentialTable"/> before it is answered. Changes come one after another, so that none is
/// made out of a credential that is being revoked.
/// </summary>
internal sealed class DeviceCredentials(ICredentialTable table, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>How long a replaced credential still works, so that requests under way with the old cookie don't fail.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, DeviceCredential> _byHash = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changing = new(1);

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
        await _changing.WaitAsync(cancellation);
        try
        {
            Sweep();
            return await IssueWithLockAsync(identity, cancellation);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>The credential of a secret; null where it is unknown, revoked or expired.</summary>
    public DeviceCredential? Find(string secret) =>
        _byHash.TryGetValue(Secret.Hash(secret), out var credential) && IsLive(credential) ? credential : null;

    /// <summary>Whether a credential that was found hasn't been revoked since.</summary>
    public bool Has(DeviceCredential credential) => _byHash.ContainsKey(credential.Hash);

    /// <summary>Whether a device has a credential that works.</summary>
    public bool HasAny(string device) => _byHash.Values.Any(credential => IsOf(credential, device) && IsLive(credential));

    /// <summary>Whether more than half of its life is over, so that a fresh one should replace it.</summary>
    public bool IsStale(DeviceCredential credential) => time.GetUtcNow() > credential.IssuedAt + (Lifetime / 2);

    /// <summary>
    /// Replaces a credential; the old one works for a short grace. The new one comes first: where it can't be stored, the old one stays as it was.
    /// </summary>
    /// <returns>The new secret; null where the old one was revoked meanwhile.</returns>
    public async Task<string?> RotateAsync(DeviceCredential old, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            if (!Has(old))
            {
                return null;
            }

            var fresh = await IssueWithLockAsync(old.Identity, cancellation);
            var ends = time.GetUtcNow() + Grace;
            if (old.ExpiresAt > ends)
            {
                var ending = old with { ExpiresAt = ends };
                await table.SaveAsync(ending, cancellation);
                _byHash[old.Hash] = ending;
            }

            return fresh;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Ends every credential of a device: here at once, and where they are stored before it is answered.</summary>
    public async Task RevokeAsync(string device, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            Remove(credential => IsOf(credential, device));
            await table.DeleteAsync(device, cancellation);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();

    private static bool IsOf(DeviceCredential credential, string device) => string.Equals(credential.Identity.Device, device, StringComparison.Ordinal);

    private bool IsLive(DeviceCredential credential) => credential.ExpiresAt > time.GetUtcNow();

    private async Task<string> IssueWithLockAsync(DeviceIdentity identity, CancellationToken cancellation)
    {
        var secret = Secret.New256();
        var now = time.GetUtcNow();
        var credential = new DeviceCredential(Secret.Hash(secret), identity, now, now + Lifetime);
        await table.SaveAsync(credential, cancellation);
        _byHash[credential.Hash] = credential;
        return secret;
    }

    /// <summary>What has expired; the table forgets it at the next start.</summary>
    private void Sweep() => Remove(credential => !IsLive(credential));

    private void Remove(Func<DeviceCredential, bool> which)
    {
        foreach (var (hash, _) in _byHash.Where(entry => which(entry.Value)))
        {
            _byHash.TryRemove(hash, out _);
        }
    }
}
