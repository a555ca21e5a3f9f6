using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>What acknowledgements say for people, beside the code that a program reads.</summary>
internal static class ReasonTexts
{
    /// <summary>Null for a success.</summary>
    public static string? Of(MqttReasonCode reason) => reason switch
    {
        < MqttReasonCode.UnspecifiedError => null,
        MqttReasonCode.NotAuthorized => "This client may not use this topic.",
        MqttReasonCode.TopicFilterInvalid => "The filter is too long or too deep.",
        MqttReasonCode.TopicNameInvalid => "The topic is too long or too deep.",
        MqttReasonCode.QuotaExceeded => "A limit of this client is reached.",
        MqttReasonCode.PayloadFormatInvalid => "The payload is not UTF-8.",
        MqttReasonCode.PacketIdentifierNotFound => "The packet identifier is not known.",
        _ => "The message was not accepted.",
    };
}
