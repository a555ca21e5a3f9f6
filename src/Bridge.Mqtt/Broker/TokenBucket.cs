namespace Bridge.Mqtt.Broker;

/// <summary>
/// A rate with a burst. Spending never fails: it runs into debt, and says how long the debt takes to be paid.
/// Shared by the connections of one device.
/// </summary>
internal sealed class TokenBucket(TimeProvider time, double perSecond, double burst)
{
    private readonly Lock _sync = new();
    private double _spent;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Takes tokens; the result is the time until the balance is no longer negative, zero if it isn't.</summary>
    public TimeSpan Spend(double tokens)
    {
        lock (_sync)
        {
            RefillWithLock();
            _spent += tokens;
            return _spent <= burst ? TimeSpan.Zero : TimeSpan.FromSeconds((_spent - burst) / perSecond);
        }
    }

    /// <summary>Takes tokens if there are enough.</summary>
    public bool TrySpend(double tokens)
    {
        lock (_sync)
        {
            RefillWithLock();
            if (_spent + tokens > burst)
            {
                return false;
            }

            _spent += tokens;
            return true;
        }
    }

    private void RefillWithLock()
    {
        var now = time.GetTimestamp();
        _spent = Math.Max(0, _spent - (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
        _filledAt = now;
    }
}
