using System.Runtime.InteropServices;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>Shape of a property, and the packets that may hold it: table 2-4 of the specification.</summary>
/// <param name="Kind">Shape of the value.</param>
/// <param name="Packets">A bit for each packet type that may hold it; bit 0 is the will of a CONNECT.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PropertyRule(PropertyKind Kind, int Packets)
{
    /// <summary>Stands for the will's properties where a packet type is asked for.</summary>
    public const MqttPacketType Will = MqttPacketType.Reserved;

    private const int Connect = 1 << (int)MqttPacketType.Connect;
    private const int ConnAck = 1 << (int)MqttPacketType.ConnAck;
    private const int Publish = 1 << (int)MqttPacketType.Publish;
    private const int Subscribe = 1 << (int)MqttPacketType.Subscribe;
    private const int Disconnect = 1 << (int)MqttPacketType.Disconnect;
    private const int Auth = 1 << (int)MqttPacketType.Auth;
    private const int WillBit = 1;
    private const int Everywhere = 0xFFFF & ~((1 << (int)MqttPacketType.PingReq) | (1 << (int)MqttPacketType.PingResp));
    private const int Answers = Everywhere & ~(WillBit | Connect | Publish | Subscribe | (1 << (int)MqttPacketType.Unsubscribe));

    private static readonly PropertyRule[] Table = Build();

    /// <summary>The rule of an identifier; its kind is <see cref="PropertyKind.None"/> where there is no such property.</summary>
    public static PropertyRule Of(uint id) => id < (uint)Table.Length ? Table[id] : default;

    /// <summary>Whether a packet of this type may hold the property.</summary>
    public bool Allows(MqttPacketType type) => (Packets >> (int)type & 1) != 0;

    private static PropertyRule[] Build()
    {
        var table = new PropertyRule[(int)PropertyId.SharedSubscriptionAvailable + 1];
        void Add(PropertyId id, PropertyKind kind, int packets) => table[(int)id] = new PropertyRule(kind, packets);
        Add(PropertyId.PayloadFormatIndicator, PropertyKind.Flag, Publish | WillBit);
        Add(PropertyId.MessageExpiryInterval, PropertyKind.UInt32, Publish | WillBit);
        Add(PropertyId.ContentType, PropertyKind.Text, Publish | WillBit);
        Add(PropertyId.ResponseTopic, PropertyKind.Topic, Publish | WillBit);
        Add(PropertyId.CorrelationData, PropertyKind.Binary, Publish | WillBit);
        Add(PropertyId.SubscriptionIdentifier, PropertyKind.VariableNotZero, Publish | Subscribe);
        Add(PropertyId.SessionExpiryInterval, PropertyKind.UInt32, Connect | ConnAck | Disconnect);
        Add(PropertyId.AssignedClientIdentifier, PropertyKind.Text, ConnAck);
        Add(PropertyId.ServerKeepAlive, PropertyKind.UInt16, ConnAck);
        Add(PropertyId.AuthenticationMethod, PropertyKind.Text, Connect | ConnAck | Auth);
        Add(PropertyId.AuthenticationData, PropertyKind.Binary, Connect | ConnAck | Auth);
        Add(PropertyId.RequestProblemInformation, PropertyKind.Flag, Connect);
        Add(PropertyId.WillDelayInterval, PropertyKind.UInt32, WillBit);
        Add(PropertyId.RequestResponseInformation, PropertyKind.Flag, Connect);
        Add(PropertyId.ResponseInformation, PropertyKind.Text, ConnAck);
        Add(PropertyId.ServerReference, PropertyKind.Text, ConnAck | Disconnect);
        Add(PropertyId.ReasonString, PropertyKind.Text, Answers);
        Add(PropertyId.ReceiveMaximum, PropertyKind.UInt16NotZero, Connect | ConnAck);
        Add(PropertyId.TopicAliasMaximum, PropertyKind.UInt16, Connect | ConnAck);
        Add(PropertyId.TopicAlias, PropertyKind.UInt16, Publish);
        Add(PropertyId.MaximumQoS, PropertyKind.Flag, ConnAck);
        Add(PropertyId.RetainAvailable, PropertyKind.Flag, ConnAck);
        Add(PropertyId.UserProperty, PropertyKind.Pair, Everywhere);
        Add(PropertyId.MaximumPacketSize, PropertyKind.UInt32NotZero, Connect | ConnAck);
        Add(PropertyId.WildcardSubscriptionAvailable, PropertyKind.Flag, ConnAck);
        Add(PropertyId.SubscriptionIdentifierAvailable, PropertyKind.Flag, ConnAck);
        Add(PropertyId.SharedSubscriptionAvailable, PropertyKind.Flag, ConnAck);
        return table;
    }
}
