using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>Publishes wills in the name of the clients that left them (MQTT 5.0, 3.1.2.5).</summary>
internal sealed class WillPublisher(BrokerRuntime runtime)
{
    /// <summary>
    /// The right is asked for again: it may have been taken away since CONNECT. After a restart there is nobody to ask for, so what CONNECT allowed holds.
    /// </summary>
    public void Publish(MqttSession session, WillMessage will)
    {
        if (!session.IsUnclaimed && runtime.AuthorizeWill(session.Client, will.Topic, will.Retain) != MqttReasonCode.Success)
        {
            runtime.Metrics.Dropped(DropReason.NotAuthorized, 1);
            return;
        }

        var message = new MqttApplicationMessage
        {
            Topic = will.Topic,
            Payload = will.Payload,
            QoS = will.QoS,
            Retain = will.Retain,
            PayloadIsText = will.PayloadIsText,
            ContentType = will.ContentType,
            ResponseTopic = will.ResponseTopic,
            CorrelationData = will.CorrelationData,
            MessageExpiry = will.MessageExpiryInterval,
            UserProperties = will.UserProperties,
        };
        runtime.Publish(message, session);
    }
}
