using System.Diagnostics.CodeAnalysis;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// A session's subscriptions by the filter as the client sent it. Most clients have one or a few: those are an array, an eighth of a
/// dictionary's memory; from <see cref="Few"/> on it is a dictionary. Guarded by the session's lock.
/// </summary>
internal sealed class SessionSubscriptions
{
    private const int Few = 8;

    private Subscription[] _few = [];
    private Dictionary<string, Subscription>? _many;

    public int Count => _many?.Count ?? _few.Length;

    public IReadOnlyCollection<Subscription> All => _many is null ? _few : _many.Values;

    public bool TryGet(string filter, [NotNullWhen(true)] out Subscription? subscription)
    {
        if (_many is not null)
        {
            return _many.TryGetValue(filter, out subscription);
        }

        subscription = Array.Find(_few, known => known.Filter.Full == filter);
        return subscription is not null;
    }

    /// <summary>Adds it, or puts it in the place of the one with the same filter.</summary>
    public void Set(Subscription subscription)
    {
        if (_many is null && _few.Length < Few)
        {
            var place = Array.FindIndex(_few, known => known.Filter.Full == subscription.Filter.Full);
            _few = place < 0 ? [.. _few, subscription] : [.. _few[..place], subscription, .. _few[(place + 1)..]];
            return;
        }

        _many ??= _few.ToDictionary(known => known.Filter.Full, StringComparer.Ordinal);
        _few = [];
        _many[subscription.Filter.Full] = subscription;
    }

    /// <summary>Null if it was not there.</summary>
    public Subscription? Remove(string filter)
    {
        if (!TryGet(filter, out var removed))
        {
            return null;
        }

        _ = _many?.Remove(filter);
        if (_many is { Count: 0 })
        {
            // Few again; and a dictionary keeps the room for as many as it ever had.
            _many = null;
        }

        _few = Array.FindAll(_few, known => known != removed);
        return removed;
    }

    public void Clear()
    {
        _few = [];
        _many = null;
    }
}
