namespace Bridge.Mqtt.Broker;

/// <summary>How a broker behaves. Read once, when the broker is made.</summary>
public sealed class MqttBrokerOptions
{
    public BrokerLimits Limits { get; init; } = new();

    /// <summary>
    /// How often <c>$SYS/broker/…</c> is published. Range 1 s to 1 h, zero is off. Default 10 s: what other brokers do.
    /// Only clients that the authorizer lets subscribe to <c>$SYS/#</c> see it.
    /// </summary>
    public TimeSpan SystemTopicInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a change to a session or retained message may wait before it goes to its store.
    /// Range 10 ms to 60 s. Default 250 ms: so old may a stored session be after a crash. Messages for clients that are away don't depend on
    /// it: they are saved at once, and acknowledged to their sender when they are. A drain saves everything.
    /// </summary>
    public TimeSpan StoreInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Named in <c>$SYS/broker/version</c>.</summary>
    public string Version { get; init; } = "DeviceBridge";

    /// <summary>Every value out of its range, one sentence each.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [.. Limits.Validate()];
        if (SystemTopicInterval != TimeSpan.Zero && (SystemTopicInterval < TimeSpan.FromSeconds(1) || SystemTopicInterval > TimeSpan.FromHours(1)))
        {
            errors.Add($"{nameof(SystemTopicInterval)} must be zero or from 1 s to 1 h.");
        }

        if (StoreInterval < TimeSpan.FromMilliseconds(10) || StoreInterval > TimeSpan.FromSeconds(60))
        {
            errors.Add($"{nameof(StoreInterval)} must be from 10 ms to 60 s.");
        }

        return errors;
    }
}
