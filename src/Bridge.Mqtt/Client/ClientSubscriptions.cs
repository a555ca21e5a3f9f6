using Bridge.Mqtt.Packets;
using Microsoft.Extensions.Logging;

namespace Bridge.Mqtt.Client;

/// <summary>The client's subscriptions. An array that is replaced, never changed, so that a message is matched without a lock.</summary>
internal sealed class ClientSubscriptions
{
    private readonly Lock _lock = new();
    private volatile MqttSubscription[] _all = [];

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

    /// <summary>Asks for all of them again, in a session that knows of none.</summary>
    public void RenewAll(ClientSession session, ILogger logger)
    {
        foreach (var subscription in _all)
        {
            var exchange = new PendingExchange(id => new SubscribePacket { PacketId = id, Subscriptions = [subscription.Request] });
            session.Add(exchange);
            _ = RenewAsync(subscription, exchange, logger);
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

    // Nobody waits for it who could be told that the server refuses now what it had granted.
    private static async Task RenewAsync(MqttSubscription subscription, PendingExchange exchange, ILogger logger)
    {
        await ((Task)exchange.Answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (exchange.Answer is { IsCompletedSuccessfully: true, Result: SubAckPacket { ReasonCodes: [var granted] } })
        {
            subscription.Granted = granted;
            if (granted >= MqttReasonCode.UnspecifiedError)
            {
                ClientLog.NotRenewed(logger, subscription.Request.Filter, granted);
            }
        }
    }
}
