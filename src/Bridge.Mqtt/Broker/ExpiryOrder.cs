namespace Bridge.Mqtt.Broker;

/// <summary>Retained messages that expire, the first to do so in front; each at most once. Guarded by the lock of those who keep them.</summary>
internal sealed class ExpiryOrder
{
    private readonly SortedSet<Publication> _order = new(Comparer<Publication>.Create(Compare));

    /// <summary>The next to expire; null if none ever does.</summary>
    public Publication? First => _order.Min;

    public void Add(Publication message)
    {
        if (message.ExpiresAt != Expiry.Never)
        {
            _order.Add(message);
        }
    }

    /// <summary>Before its reference is released: the order goes by what is in the message.</summary>
    public void Remove(Publication message)
    {
        if (message.ExpiresAt != Expiry.Never)
        {
            _order.Remove(message);
        }
    }

    /// <summary>A topic has one retained message, so no two are equal.</summary>
    private static int Compare(Publication one, Publication other)
    {
        var byTime = one.ExpiresAt.CompareTo(other.ExpiresAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(one.Topic.Topic, other.Topic.Topic);
    }
}
