using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>
/// Takes a message. Messages come one after the other, in their order; the next one, and the acknowledgement of this one, wait until the
/// handler is done.
/// </summary>
/// <param name="message">Topic, payload and properties; the handler may keep it.</param>
public delegate ValueTask MqttMessageHandler(PublishPacket message);
