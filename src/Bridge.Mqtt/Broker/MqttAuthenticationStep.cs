namespace Bridge.Mqtt.Broker;

/// <summary>How enhanced authentication goes on after a step: with more data, or with the answer.</summary>
public sealed record MqttAuthenticationStep
{
    private MqttAuthenticationStep(MqttAuthentication? answer, ReadOnlyMemory<byte>? data)
    {
        Answer = answer;
        Data = data;
    }

    /// <summary>Null asks the client for more.</summary>
    public MqttAuthentication? Answer { get; }

    /// <summary>For the client, in AUTH or CONNACK; null sends none.</summary>
    public ReadOnlyMemory<byte>? Data { get; }

    /// <summary>Sends AUTH 0x18; the client's answer is the next step.</summary>
    public static MqttAuthenticationStep Continue(ReadOnlyMemory<byte>? data = null) => new(answer: null, data);

    /// <summary>
    /// Ends the exchange. In a re-authentication only whether it is accepted counts: client id, identity and limits stay those of CONNECT, so
    /// reject somebody who has become another.
    /// </summary>
    public static MqttAuthenticationStep End(MqttAuthentication answer, ReadOnlyMemory<byte>? data = null)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new(answer, data);
    }
}
