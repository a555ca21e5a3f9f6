using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>The server refused, or the connection ended before the answer came.</summary>
public sealed class MqttClientException : IOException
{
    /// <summary>Makes one with nothing to say.</summary>
    public MqttClientException()
    {
    }

    /// <summary>Makes one with a message.</summary>
    public MqttClientException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and its cause.</summary>
    public MqttClientException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one of a reason code and, where the peer gave one, its reason string.</summary>
    public MqttClientException(MqttReasonCode code, string? reason = null)
        : base(string.IsNullOrEmpty(reason) ? $"{code} (0x{(byte)code:X2})" : $"{code} (0x{(byte)code:X2}): {reason}")
    {
        Code = code;
    }

    /// <summary>What the server said, or what this client says for it; <see cref="MqttReasonCode.UnspecifiedError"/> where nothing was said.</summary>
    public MqttReasonCode Code { get; } = MqttReasonCode.UnspecifiedError;

    /// <summary>Another server to use, where the server named one (0x9C, 0x9D); else null.</summary>
    public string? ServerReference { get; init; }

    /// <summary>Whether the server said so, and need not be told.</summary>
    internal bool IsFromServer { get; init; }

    /// <summary>Whether the same attempt would end the same way: the credential, the version or the client identifier is refused.</summary>
    public bool IsFinal => Code is MqttReasonCode.UnsupportedProtocolVersion or MqttReasonCode.ClientIdentifierNotValid
        or MqttReasonCode.BadUserNameOrPassword or MqttReasonCode.NotAuthorized or MqttReasonCode.Banned
        or MqttReasonCode.BadAuthenticationMethod or MqttReasonCode.ServerMoved or MqttReasonCode.SessionTakenOver
        or MqttReasonCode.MalformedPacket or MqttReasonCode.ProtocolError or MqttReasonCode.PacketTooLarge;
}
