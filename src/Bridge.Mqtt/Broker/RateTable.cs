namespace Bridge.Mqtt.Broker;

/// <summary>The rates of those clients that have one. Connections with the same key share it.</summary>
internal sealed class RateTable(TimeProvider time, DeadlineQueue deadlines)
{
    // A debt must not be shed by connecting anew; after this long there is none.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(60);

    private readonly Lock _sync = new();
    private readonly Dictionary<string, ClientRate> _rates = new(StringComparer.Ordinal);

    /// <summary>Null if the client is not limited.</summary>
    public ClientRate? Take(string key, ClientLimits limits)
    {
        if (limits is { MessagesPerSecond: 0, BytesPerSecond: 0 })
        {
            return null;
        }

        lock (_sync)
        {
            if (!_rates.TryGetValue(key, out var rate))
            {
                _rates.Add(key, rate = new ClientRate(key, limits, time));
            }

            // The time until it may be forgotten counts from when it was used last.
            rate.Forgetting?.Cancel();
            rate.Forgetting = null;
            rate.Users++;
            return rate;
        }
    }

    public void Return(ClientRate rate)
    {
        lock (_sync)
        {
            if (--rate.Users == 0)
            {
                rate.Forgetting = deadlines.Schedule(Kept, left => Forget((ClientRate)left), rate);
            }
        }
    }

    private void Forget(ClientRate rate)
    {
        lock (_sync)
        {
            if (rate.Users == 0)
            {
                _rates.Remove(rate.Key);
            }
        }
    }
}
