using System.Text;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Client;

/// <summary>
/// What a message must keep to before it is queued. A fault that showed only when the packet is written would end the connection, and would do so
/// again with each redelivery.
/// </summary>
internal static class PublishRules
{
    /// <summary>The rule that a message breaks; null if none.</summary>
    public static string? Broken(PublishPacket message) =>
        !TopicName.IsValid(message.Topic) ? "Not a topic name."
        : message.QoS > MqttQoS.ExactlyOnce ? "QoS is 0, 1 or 2."
        : message.ResponseTopic is { } response && !TopicName.IsValid(response) ? "The response topic is not a topic name [MQTT-3.3.2-14]."
        : !Fits(message.ContentType) ? "The content type is longer than 65,535 bytes."
        : message.CorrelationData is { Length: > ushort.MaxValue } ? "The correlation data are longer than 65,535 bytes."
        : !message.UserProperties.All(property => Fits(property.Name) && Fits(property.Value)) ? "A user property is longer than 65,535 bytes."
        : null;

    private static bool Fits(string? text) => text is null || Encoding.UTF8.GetByteCount(text) <= ushort.MaxValue;
}
