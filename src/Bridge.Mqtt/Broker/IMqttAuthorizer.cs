using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// Decides what a client may do. Called on I/O threads: no waiting. An answer may be kept for as long as the
/// connection lasts, since an identity's rights don't change during one (revoking disconnects).
/// </summary>
public interface IMqttAuthorizer
{
    /// <summary>Success, or what a QoS 1/2 acknowledgement says (0x87, 0x90, 0x97 …). A refused QoS 0 message is dropped and counted.</summary>
    MqttReasonCode AuthorizePublish(MqttClientInfo client, string topic, bool retain);

    /// <summary>Success, or the SUBACK's reason. <paramref name="filter"/> is without a <c>$share/name/</c> in front.</summary>
    MqttReasonCode AuthorizeSubscribe(MqttClientInfo client, string filter);

    /// <summary>Whether a message on a topic may reach a client whose subscription matches it.</summary>
    bool AuthorizeDelivery(MqttClientInfo client, string topic);

    /// <summary>Success, or the CONNACK's reason. Asked again as a publish when the will is sent.</summary>
    MqttReasonCode AuthorizeWill(MqttClientInfo client, string topic, bool retain);
}
