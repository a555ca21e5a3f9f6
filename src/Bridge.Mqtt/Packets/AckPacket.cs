using System.Runtime.InteropServices;

namespace Bridge.Mqtt.Packets;

/// <summary>PUBACK, PUBREC, PUBREL or PUBCOMP (sections 3.4–3.7): they differ in their type only.</summary>
/// <param name="Type">Which of the four.</param>
/// <param name="PacketId">The PUBLISH that is answered.</param>
/// <param name="ReasonCode">Outcome; MQTT 3.1.1 knows only success.</param>
/// <param name="ReasonString">For people, or null.</param>
/// <param name="UserProperties">In their order, or null for none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AckPacket(
    MqttPacketType Type,
    ushort PacketId,
    MqttReasonCode ReasonCode = MqttReasonCode.Success,
    string? ReasonString = null,
    IReadOnlyList<MqttUserProperty>? UserProperties = null);
