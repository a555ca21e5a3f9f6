using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Bridge.Server.Security;

/// <summary>Secrets in memory with a life and a bound on their number; the oldest makes room. Kept as hashes, timed by the clock that nobody sets.</summary>
internal sealed class ExpiringSecrets<T>(TimeSpan lifetime, int most, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (T Value, long AddedAt)> _byHash = new(StringComparer.Ordinal);

    public void Add(string secret, T value)
    {
        Sweep();
        while (_byHash.Count >= most && _byHash.MinBy(entry => entry.Value.AddedAt) is { Key: { } oldest })
        {
            _byHash.TryRemove(oldest, out _);
        }

        _byHash[Secret.Hash(secret)] = (value, time.GetTimestamp());
    }

    /// <summary>Gets a value once: whoever asks a second time gets nothing.</summary>
    public bool TryTake(string secret, [MaybeNullWhen(false)] out T value)
    {
        var taken = _byHash.TryRemove(Secret.Hash(secret), out var entry) && time.GetElapsedTime(entry.AddedAt) < lifetime;
        value = taken ? entry.Value : default;
        return taken;
    }

    private void Sweep()
    {
        foreach (var (hash, entry) in _byHash)
        {
            if (time.GetElapsedTime(entry.AddedAt) >= lifetime)
            {
                _byHash.TryRemove(hash, out _);
            }
        }
    }
}
