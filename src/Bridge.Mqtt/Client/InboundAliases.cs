using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>Topic aliases of the server, for one connection.</summary>
internal sealed class InboundAliases(ushort maximum)
{
    private readonly string?[] _topics = new string?[maximum + 1];

    /// <summary>Gives the packet the topic that its alias stands for, and remembers new ones.</summary>
    /// <exception cref="MqttClientException">The alias is above the maximum (0x94), or unknown (0x82).</exception>
    public PublishPacket Resolve(PublishPacket packet)
    {
        if (packet.TopicAlias == 0)
        {
            return packet;
        }

        if (packet.TopicAlias > maximum)
        {
            throw new MqttClientException(MqttReasonCode.TopicAliasInvalid);
        }

        if (packet.Topic.Length > 0)
        {
            _topics[packet.TopicAlias] = packet.Topic;
            return packet;
        }

        return packet with { Topic = _topics[packet.TopicAlias] ?? throw new MqttClientException(MqttReasonCode.ProtocolError, "unknown topic alias") };
    }
}
