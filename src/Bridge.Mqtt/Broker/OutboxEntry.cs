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
}
