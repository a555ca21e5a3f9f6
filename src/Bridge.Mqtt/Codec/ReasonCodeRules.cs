using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>Which reason codes a packet of MQTT 5.0 may carry (table 2-6 and the tables of chapter 3), by who sends it.</summary>
internal static class ReasonCodeRules
{
    private static readonly MqttFault NotHere = MqttFault.Protocol("section 2.4", "the reason code is not one of this packet's");

    private static ReadOnlySpan<byte> ConnAck =>
    [
        0x00, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8C, 0x90, 0x95, 0x97, 0x99, 0x9A, 0x9B, 0x9C, 0x9D, 0x9F,
    ];

    private static ReadOnlySpan<byte> PubAck => [0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99];

    private static ReadOnlySpan<byte> PubRel => [0x00, 0x92];

    private static ReadOnlySpan<byte> SubAck => [0x00, 0x01, 0x02, 0x80, 0x83, 0x87, 0x8F, 0x91, 0x97, 0x9E, 0xA1, 0xA2];

    private static ReadOnlySpan<byte> UnsubAck => [0x00, 0x11, 0x80, 0x83, 0x87, 0x8F, 0x91];

    private static ReadOnlySpan<byte> ClientDisconnect =>
        [0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99];

    private static ReadOnlySpan<byte> ServerDisconnect =>
    [
        0x00, 0x80, 0x81, 0x82, 0x83, 0x87, 0x89, 0x8B, 0x8D, 0x8E, 0x8F, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9A, 0x9B,
        0x9C, 0x9D, 0x9E, 0x9F, 0xA0, 0xA1, 0xA2,
    ];

    private static ReadOnlySpan<byte> ClientAuth => [0x18, 0x19];

    private static ReadOnlySpan<byte> ServerAuth => [0x00, 0x18];

    /// <summary>Null where the packet may carry the code.</summary>
    public static MqttFault? Check(MqttPacketType type, MqttEnd sender, byte code)
    {
        var client = sender == MqttEnd.Client;
        var allowed = type switch
        {
            MqttPacketType.ConnAck => ConnAck,
            MqttPacketType.PubAck or MqttPacketType.PubRec => PubAck,
            MqttPacketType.PubRel or MqttPacketType.PubComp => PubRel,
            MqttPacketType.SubAck => SubAck,
            MqttPacketType.UnsubAck => UnsubAck,
            MqttPacketType.Disconnect => client ? ClientDisconnect : ServerDisconnect,
            _ => client ? ClientAuth : ServerAuth,
        };
        return allowed.Contains(code) ? null : NotHere;
    }
}
