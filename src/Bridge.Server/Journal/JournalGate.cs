using Bridge.Contracts.Topics;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Server.Journal;

/// <summary>
/// Holds a feed message's acknowledgement until the journal has it. 0x99 says that the message is no batch and never
/// will be; 0x97 that it could not be kept now: the device keeps it and sends it again after a while.
/// </summary>
internal sealed class JournalGate(JournalIntake intake) : IMqttPublishGate
{
    public bool Guards(string topic) => BridgeTopic.TryParse(topic, out var parsed) && JournalIntake.Keeps(parsed.Value);

    public async ValueTask<MqttReasonCode> AcceptAsync(MqttClientInfo sender, MqttDelivery message)
    {
        if (!BridgeTopic.TryParse(message.Topic, out var topic))
        {
            return MqttReasonCode.TopicNameInvalid;
        }

        return await intake.AcceptAsync(topic.Value, message.Payload) switch
        {
            IntakeOutcome.Stored => MqttReasonCode.Success,
            IntakeOutcome.Malformed => MqttReasonCode.PayloadFormatInvalid,
            _ => MqttReasonCode.QuotaExceeded,
        };
    }
}
