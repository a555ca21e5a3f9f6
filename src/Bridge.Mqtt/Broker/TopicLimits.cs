using System.Text;
using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Broker;

/// <summary>Our own bounds on topics and filters, beyond the standard's.</summary>
internal static class TopicLimits
{
    public static bool Allow(string topic, BrokerLimits limits) =>
        Encoding.UTF8.GetByteCount(topic) <= limits.TopicBytes && TopicName.Levels(topic) <= limits.TopicLevels;

    public static bool Allow(ReadOnlySpan<byte> topic, BrokerLimits limits) =>
        topic.Length <= limits.TopicBytes && topic.Count((byte)'/') < limits.TopicLevels;
}
