namespace Bridge.Mqtt.Packets;

/// <summary>The two ends of a connection. What a packet may hold depends on which of them sent it.</summary>
public enum MqttEnd : byte
{
    /// <summary>The end that sent CONNECT.</summary>
    Client,

    /// <summary>The end that answers it.</summary>
    Server,
}
