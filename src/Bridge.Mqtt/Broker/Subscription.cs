using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Broker;

/// <summary>A filter with its options, of a session or of a program of this process. Immutable: a change replaces it.</summary>
internal sealed class Subscription
{
    public required TopicFilter Filter { get; init; }

    /// <summary>Null for a program's.</summary>
    public MqttSession? Session { get; init; }

    /// <summary>Null for a session's.</summary>
    public LocalSubscription? Local { get; init; }

    public MqttQoS QoS { get; init; }

    public bool NoLocal { get; init; }

    public bool RetainAsPublished { get; init; }

    /// <summary>Zero is none.</summary>
    public uint Identifier { get; init; }

    /// <summary>Null if it is not shared. Set by the table.</summary>
    public SharedGroup? Group { get; set; }
}
