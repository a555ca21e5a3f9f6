using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>The authenticator's answer: who the client is and what it may use (<c>Accept(me) with { … }</c>), or why it may not enter.</summary>
public sealed record MqttAuthentication
{
    private MqttAuthentication(MqttReasonCode reason) => Reason = reason;

    /// <summary>Success, or the code of the refusing CONNACK (in 3.1.1 its nearest return code).</summary>
    public MqttReasonCode Reason { get; }

    public bool Accepted => Reason == MqttReasonCode.Success;

    /// <summary>Said to a 5.0 client beside a refusal; null says nothing.</summary>
    public string? ReasonString { get; private init; }

    /// <summary>Another server to use, told to a 5.0 client beside 0x9C or 0x9D; null tells none.</summary>
    public string? ServerReference { get; private init; }

    /// <summary>Opaque to the broker: comes back as <see cref="MqttClientInfo.Identity"/>.</summary>
    public object? Identity { get; private init; }

    /// <summary>
    /// The client id to use instead of the client's. A 5.0 client that sent another (or none) learns it as
    /// Assigned Client Identifier. Null keeps the client's own, or assigns a random one to an empty id.
    /// </summary>
    public string? ClientId { get; private init; }

    /// <summary>What this client may use; null for <see cref="BrokerLimits.Client"/>.</summary>
    public ClientLimits? Limits { get; private init; }

    /// <summary>
    /// Connections with the same key share one message and byte rate (the pages of one device). Null: the client id.
    /// </summary>
    public string? RateKey { get; private init; }

    /// <summary>User properties of the CONNACK, in this order; 3.1.1 clients don't get them.</summary>
    public IReadOnlyList<MqttUserProperty> UserProperties { get; private init; } = [];

    public static MqttAuthentication Accept(
        object? identity = null,
        ClientLimits? limits = null,
        string? clientId = null,
        string? rateKey = null,
        IReadOnlyList<MqttUserProperty>? userProperties = null) => new(MqttReasonCode.Success)
        {
            Identity = identity,
            Limits = limits,
            ClientId = clientId,
            RateKey = rateKey,
            UserProperties = userProperties ?? [],
        };

    /// <param name="reason">0x80 or above, one that CONNACK may carry.</param>
    /// <param name="reasonString">Shown to the client: no secrets.</param>
    /// <param name="serverReference">Another server to use: for <see cref="MqttReasonCode.UseAnotherServer"/> and <see cref="MqttReasonCode.ServerMoved"/>.</param>
    public static MqttAuthentication Reject(MqttReasonCode reason, string? reasonString = null, string? serverReference = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((byte)reason, (byte)0x80, nameof(reason));
        return new(reason) { ReasonString = reasonString, ServerReference = serverReference };
    }
}
