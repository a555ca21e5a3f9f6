using System.Text;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>For payloads that are text.</summary>
public static class MqttClientTextExtensions
{
    /// <summary>Publishes text, in UTF-8 and said to be so (payload format indicator 1; in 3.1.1 there is none).</summary>
    /// <inheritdoc cref="MqttClient.PublishAsync(PublishPacket, CancellationToken)"/>
    public static Task<MqttReasonCode> PublishAsync(
        this MqttClient client, string topic, string payload, MqttQoS qos = MqttQoS.AtMostOnce, bool retain = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(payload);
        return client.PublishAsync(
            new PublishPacket { Topic = topic, Payload = Encoding.UTF8.GetBytes(payload), PayloadIsText = true, QoS = qos, Retain = retain }, cancellation);
    }
}
