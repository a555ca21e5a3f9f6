using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// Holds back the acknowledgement of a QoS 1 or 2 message until it is safe (written to the journal). Subscribers get the
/// message at once. Acknowledgements keep the order of their messages; reading goes on meanwhile, bounded by receive maximum.
/// </summary>
public interface IMqttPublishGate
{
    /// <summary>Whether messages on this topic pass the gate. The answer is kept per topic.</summary>
    bool Guards(string topic);

    /// <summary>
    /// Success acknowledges with success; a code of 0x80 or above goes into the acknowledgement of a 5.0 client and
    /// cuts a 3.1.1 client, which has no other way to learn of it. <paramref name="message"/> is valid until the task ends.
    /// An exception counts as 0x80.
    /// </summary>
    ValueTask<MqttReasonCode> AcceptAsync(MqttClientInfo sender, MqttDelivery message);
}
