namespace Bridge.Mqtt.Broker;

/// <summary>A subscription of a program of this process.</summary>
internal sealed class LocalSubscription(Action<MqttDelivery> handler, Action<LocalSubscription> end) : IDisposable
{
    private int _ended;

    /// <summary>The entry in the table.</summary>
    public Subscription? Entry { get; set; }

    public Action<MqttDelivery> Handler { get; } = handler;

    public bool IsEnded => Volatile.Read(ref _ended) != 0;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            end(this);
        }
    }
}
