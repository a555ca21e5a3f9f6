using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Client;

/// <summary>A subscription and its handler. It is made again whenever the server has lost the session; disposing it unsubscribes.</summary>
public sealed class MqttSubscription : IAsyncDisposable
{
    private readonly MqttClient _client;
    private readonly TopicFilter _filter;

    internal MqttSubscription(MqttClient client, SubscriptionRequest request, TopicFilter filter, MqttMessageHandler handler)
    {
        _client = client;
        _filter = filter;
        Request = request;
        Handler = handler;
    }

    /// <summary>Filter and options as asked for.</summary>
    public SubscriptionRequest Request { get; }

    /// <summary>What the server granted: 0, 1 or 2.</summary>
    public MqttReasonCode Granted { get; internal set; }

    internal MqttMessageHandler Handler { get; }

    /// <summary>Unsubscribes and waits for the server's answer; does nothing where the client has ended.</summary>
    public ValueTask DisposeAsync() => _client.UnsubscribeAsync(this);

    internal bool Matches(string topic) => _filter.Matches(topic);
}
