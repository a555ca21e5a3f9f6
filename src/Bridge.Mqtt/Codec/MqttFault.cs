using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// What is wrong with a packet. Faults are made once and shared, so that refusing a packet costs no more than reading it.
/// </summary>
/// <param name="code">What DISCONNECT or CONNACK says: 0x81 where the packet can't be parsed, 0x82 where its content is not allowed (section 4.13).</param>
/// <param name="clause">The statement of the specification, such as <c>MQTT-3.3.1-4</c>, or a section, or empty.</param>
/// <param name="reason">For people: fit for a reason string and a log, holds nothing that the peer sent.</param>
public sealed class MqttFault(MqttReasonCode code, string clause, string reason)
{
    /// <summary>What DISCONNECT or CONNACK says.</summary>
    public MqttReasonCode Code { get; } = code;

    /// <summary>The statement of the specification, or empty.</summary>
    public string Clause { get; } = clause;

    /// <summary>For people.</summary>
    public string Reason { get; } = reason;

    /// <inheritdoc/>
    public override string ToString() => Clause.Length == 0 ? $"{Code}: {Reason}" : $"{Code}: {Reason} [{Clause}]";

    internal static MqttFault Malformed(string clause, string reason) => new(MqttReasonCode.MalformedPacket, clause, reason);

    internal static MqttFault Protocol(string clause, string reason) => new(MqttReasonCode.ProtocolError, clause, reason);
}
