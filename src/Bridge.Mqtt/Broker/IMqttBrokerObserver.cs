using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>Hears of clients coming and going. Called on I/O threads, in order per client: be quick, don't throw.</summary>
public interface IMqttBrokerObserver
{
    /// <summary>After CONNACK was written and the session is in place.</summary>
    void Connected(MqttClientInfo client);

    /// <summary>After SUBACK was written, for each filter that was granted: from now on it gets what matches.</summary>
    /// <param name="client">The one that <see cref="Connected"/> named.</param>
    /// <param name="filter">As the client wrote it.</param>
    void Subscribed(MqttClientInfo client, string filter);

    /// <summary>After UNSUBACK was written, for each filter that there was. Subscriptions that end with their session are not told.</summary>
    /// <param name="client">The one that <see cref="Connected"/> named.</param>
    /// <param name="filter">As the client wrote it.</param>
    void Unsubscribed(MqttClientInfo client, string filter)
    {
    }

    /// <param name="client">The one that <see cref="Connected"/> named.</param>
    /// <param name="reason">What ended it: the client's DISCONNECT reason, or the server's.</param>
    /// <param name="graceful">True if the client said DISCONNECT.</param>
    void Disconnected(MqttClientInfo client, MqttReasonCode reason, bool graceful);

    /// <summary>Its subscriptions and queued messages are gone. Comes after <see cref="Disconnected"/>.</summary>
    void SessionEnded(MqttClientInfo client);
}
