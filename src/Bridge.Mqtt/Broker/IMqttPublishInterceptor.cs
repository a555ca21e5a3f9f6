namespace Bridge.Mqtt.Broker;

/// <summary>
/// Sees what clients publish, their wills too, before anybody gets it: may pass, change, consume or refuse it. Asked after the authorizer. What
/// this program publishes itself is not shown.
/// </summary>
public interface IMqttPublishInterceptor
{
    /// <summary>Whether messages on this topic are shown. The answer is kept per topic, so that others cost nothing.</summary>
    bool Intercepts(string topic);

    /// <summary>
    /// What becomes of a message. Called on I/O threads, in each sender's order: no waiting. An exception is logged and refuses with 0x80. A QoS 2
    /// message whose acknowledgement waits at the gate is shown again if its sender repeats it.
    /// </summary>
    /// <param name="sender">Who published it.</param>
    /// <param name="message">Valid during the call only; to change it, return a changed <see cref="MqttDelivery.ToMessage"/>.</param>
    MqttInterception Intercept(MqttClientInfo sender, MqttDelivery message);
}
