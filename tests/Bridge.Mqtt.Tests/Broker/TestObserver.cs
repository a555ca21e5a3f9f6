using System.Collections.Concurrent;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>Writes down what it hears.</summary>
internal sealed class TestObserver : IMqttBrokerObserver
{
    public ConcurrentQueue<string> Heard { get; } = new();

    /// <summary>Called within <see cref="Connected"/>.</summary>
    public Action<MqttClientInfo> OnConnected { get; set; } = _ => { };

    public void Connected(MqttClientInfo client)
    {
        Heard.Enqueue($"+{client.ClientId}");
        OnConnected(client);
    }

    public void Subscribed(MqttClientInfo client, string filter) => Heard.Enqueue($"{client.ClientId} < {filter}");

    public void Unsubscribed(MqttClientInfo client, string filter) => Heard.Enqueue($"{client.ClientId} > {filter}");

    public void Disconnected(MqttClientInfo client, MqttReasonCode reason, bool graceful) =>
        Heard.Enqueue($"-{client.ClientId} {reason}{(graceful ? " graceful" : "")}");

    public void SessionEnded(MqttClientInfo client) => Heard.Enqueue($"x{client.ClientId}");
}
