namespace Bridge.Mqtt.Client;

/// <summary>
/// Full jitter: each wait is drawn evenly from nothing to a ceiling, and the ceiling doubles. A thousand clients that lost one server don't
/// come back to it in one moment.
/// </summary>
internal sealed class ReconnectDelay(TimeSpan minimum, TimeSpan maximum, Random random)
{
    private int _attempt;

    /// <summary>The longest that the next wait can be.</summary>
    public TimeSpan Ceiling => TimeSpan.FromSeconds(Math.Min(maximum.TotalSeconds, minimum.TotalSeconds * Math.Pow(2, _attempt)));

    /// <summary>Draws the next wait.</summary>
    public TimeSpan Next()
    {
        var wait = Ceiling * random.NextDouble();
        _attempt = Math.Min(_attempt + 1, 30);
        return wait;
    }

    /// <summary>Begins anew, once a connection stands.</summary>
    public void Reset() => _attempt = 0;
}
