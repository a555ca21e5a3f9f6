using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>
/// Topic aliases towards the server (section 3.3.2.3.4), for one connection. The first topics that are published get the aliases there are;
/// none is taken away again, since a client's topics seldom change.
/// </summary>
internal sealed class OutboundAliases(ushort maximum)
{
    // Below this an alias with an empty topic, 5 bytes, saves nothing.
    private const int ShortestTopic = 6;

    private readonly Dictionary<string, ushort> _aliases = [];

    /// <summary>Returns the packet with an alias: beside the topic the first time, in its place from then on.</summary>
    public PublishPacket Apply(PublishPacket packet)
    {
        if (packet.Topic.Length < ShortestTopic)
        {
            return packet;
        }

        if (_aliases.TryGetValue(packet.Topic, out var alias))
        {
            return packet with { Topic = "", TopicAlias = alias };
        }

        if (_aliases.Count == maximum)
        {
            return packet;
        }

        alias = (ushort)(_aliases.Count + 1);
        _aliases.Add(packet.Topic, alias);
        return packet with { TopicAlias = alias };
    }

    /// <summary>Takes back an alias that <see cref="Apply"/> gave last, for a packet that was not sent after all.</summary>
    public void Revoke(PublishPacket packet)
    {
        if (packet.TopicAlias != 0 && packet.Topic.Length > 0)
        {
            _aliases.Remove(packet.Topic);
        }
    }
}
