using System.Runtime.InteropServices;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>A message of an outbox, waiting or in flight.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct OutboxEntry
{
    /// <summary>Holds one reference. Null once PUBREC came, and when it is done.</summary>
    public Publication? Message;

    /// <summary>Identifiers of the subscriptions that it is delivered for.</summary>
    public uint[] SubscriptionIdentifiers;

    /// <summary>The share that it came through; another member gets it if this one dies.</summary>
    public SharedGroup? Share;

    public ushort PacketId;

    public MqttQoS QoS;

    public bool Retain;

    public DeliveryState State;

    /// <summary>Takes a place of the client's receive maximum: published on this connection, not only released (4.9).</summary>
    public bool IsCounted;

    /// <summary>Whether an acknowledgement of the type fits its QoS and how far it is (4.3.2, 4.3.3).</summary>
    public readonly bool Expects(MqttPacketType type) => type switch
    {
        MqttPacketType.PubAck => QoS == MqttQoS.AtLeastOnce && State == DeliveryState.Published,
        MqttPacketType.PubRec => QoS == MqttQoS.ExactlyOnce && State is DeliveryState.Published or DeliveryState.Released,
        MqttPacketType.PubComp => QoS == MqttQoS.ExactlyOnce && State == DeliveryState.Released,
        _ => false,
    };
}
