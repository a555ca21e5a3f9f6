namespace Bridge.Mqtt.Broker;

/// <summary>
/// Enhanced authentication (MQTT 5.0, section 4.12): a client that names a method in CONNECT proves who it is in steps, and may do so again
/// at any time.
/// <code>
/// CONNECT (method, data) → step → { AUTH 0x18 (data) → AUTH 0x18 (data) → step } → CONNACK (data)
/// AUTH 0x19 (data)       → step → { AUTH 0x18 (data) → AUTH 0x18 (data) → step } → AUTH 0x00 (data)
/// </code>
/// </summary>
public interface IMqttEnhancedAuthenticator
{
    /// <summary>Whether clients may use this method. If not, CONNECT is refused with 0x8C [MQTT-4.12.0-1].</summary>
    bool Supports(string method);

    /// <summary>
    /// Takes what the client sent and says how to go on. An exchange must end within <see cref="BrokerLimits.ConnectTimeout"/> of its beginning;
    /// <paramref name="cancellation"/> ends when the peer leaves. An exception refuses: 0x88 in CONNACK, 0x87 in DISCONNECT.
    /// </summary>
    /// <param name="exchange">The same object for every step of one exchange.</param>
    /// <param name="data">Of CONNECT or AUTH; null if there was none.</param>
    /// <param name="cancellation">Nobody waits for the answer any more.</param>
    ValueTask<MqttAuthenticationStep> StepAsync(MqttAuthenticationExchange exchange, ReadOnlyMemory<byte>? data, CancellationToken cancellation);
}
