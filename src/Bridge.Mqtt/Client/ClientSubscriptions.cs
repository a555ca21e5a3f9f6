using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>The client's subscriptions. An array that is replaced, never changed, so that a message is matched without a lock.</summary>
internal sealed class ClientSubscriptions
{
    private readonly Lock _lock = new();
    private volatile MqttSubscription[] _all = [];

    public IReadOnlyList<MqttSubscription> All => _all;

    public void Add(MqttSubscription subscription)
    {
        lock (_lock)
        {
            _all = [.. _all, subscription];
        }
    }

    /// <summary>Removes it. Returns whether the filter is now unused, and has to be given up at the server.</summary>
    public bool Remove(MqttSubscription subscription)
    {
        lock (_lock)
        {
            var before = _all.Length;
            _all = [.. _all.Where(s => s != subscription)];
            return _all.Length < before && !_all.Any(s => s.Request.Filter == subscription.Request.Filter);
        }
    }

    /// <summary>Hands a message to every handler whose filter matches. False where there is none.</summary>
    public async ValueTask<bool> DispatchAsync(PublishPacket message)
    {
        var matched = false;
        foreach (var subscription in _all)
        {
            if (subscription.Matches(message.Topic))
            {
                matched = true;
                await subscription.Handler(message);
            }
        }

        return matched;
    }
}
