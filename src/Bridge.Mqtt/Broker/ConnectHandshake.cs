using System.Security.Cryptography;
using System.Text;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>Decides on a CONNECT: who it is, under which id, with what limits. The connection writes the answer.</summary>
internal static class ConnectHandshake
{
    /// <summary>The accepted CONNECT; or null, and what to refuse it with.</summary>
    public static async ValueTask<(AcceptedConnect? Accepted, MqttAuthentication Answer)> DecideAsync(
        BrokerRuntime runtime, ConnectPacket packet, ConnectReader client, MqttTransport transport, CancellationToken cancellation)
    {
        if (packet.AuthenticationMethod is { } method && runtime.Services.EnhancedAuthenticator?.Supports(method) != true)
        {
            return (null, MqttAuthentication.Reject(MqttReasonCode.BadAuthenticationMethod, "This authentication method is not supported."));
        }

        if (packet.ClientId.Length == 0 && packet is { Version: MqttProtocolVersion.V311, CleanStart: false })
        {
            // [MQTT-3.1.3-8] of 3.1.1: without an id there is no session to come back to.
            return (null, MqttAuthentication.Reject(MqttReasonCode.ClientIdentifierNotValid));
        }

        if (Encoding.UTF8.GetByteCount(packet.ClientId) > runtime.Options.Limits.ClientIdBytes)
        {
            return (null, MqttAuthentication.Reject(MqttReasonCode.ClientIdentifierNotValid, "The client identifier is too long."));
        }

        var request = RequestOf(packet, transport);
        var step = packet.AuthenticationMethod is null
            ? MqttAuthenticationStep.End(await AuthenticateAsync(runtime, request, cancellation))
            : await EnhancedSteps.RunAsync(runtime, packet, client, request, cancellation);
        if (step.Answer is not { Accepted: true } answer)
        {
            return (null, step.Answer!);
        }

        var accepted = Negotiate(runtime, packet, answer) with { AuthenticationData = step.Data };
        return packet.Will is { } will && RefuseWill(runtime, accepted, will, transport) is { } refusal
            ? (null, refusal)
            : (accepted, answer);
    }

    public static MqttConnectRequest RequestOf(ConnectPacket packet, MqttTransport transport) => new()
    {
        ProtocolVersion = packet.Version,
        ClientId = packet.ClientId,
        UserName = packet.UserName,
        Password = packet.Password,
        UserProperties = packet.UserProperties,
        CleanStart = packet.CleanStart,
        Transport = transport,
    };

    private static async ValueTask<MqttAuthentication> AuthenticateAsync(
        BrokerRuntime runtime, MqttConnectRequest request, CancellationToken cancellation)
    {
        try
        {
            return await runtime.Services.Authenticator.AuthenticateAsync(request, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return MqttAuthentication.Reject(MqttReasonCode.ServerBusy);
        }
#pragma warning disable CA1031 // An authenticator that fails lets nobody in; its exception is logged.
        catch (Exception error)
#pragma warning restore CA1031
        {
            runtime.Log.AuthenticatorFailed(error);
            return MqttAuthentication.Reject(MqttReasonCode.ServerUnavailable);
        }
    }

    private static AcceptedConnect Negotiate(BrokerRuntime runtime, ConnectPacket packet, MqttAuthentication answer)
    {
        var limits = answer.Limits ?? runtime.Options.Limits.Client;
        var clientId = answer.ClientId ?? (packet.ClientId.Length > 0 ? packet.ClientId : $"auto-{RandomNumberGenerator.GetHexString(22, lowercase: true)}");
        var tooSlow = packet.KeepAlive == 0 || packet.KeepAlive > limits.KeepAliveMaximum;
        var isV5 = packet.Version == MqttProtocolVersion.V5;

        // A 3.1.1 client can't be told another keep-alive, so its own stands.
        var keepAlive = tooSlow && isV5 ? limits.KeepAliveMaximum : packet.KeepAlive;
        return new AcceptedConnect
        {
            Packet = packet,
            Authentication = answer,
            Limits = limits,
            ClientId = clientId,
            KeepAlive = TimeSpan.FromSeconds(keepAlive),
            ServerKeepAlive = tooSlow && isV5 ? keepAlive : null,
            SessionExpiry = SessionExpiry(packet, limits),
        };
    }

    private static TimeSpan SessionExpiry(ConnectPacket packet, ClientLimits limits)
    {
        if (packet.Version == MqttProtocolVersion.V311)
        {
            return packet.CleanStart ? TimeSpan.Zero : limits.SessionExpiryMaximum;
        }

        return Clamp(packet.SessionExpiryInterval, limits);
    }

    public static TimeSpan Clamp(uint seconds, ClientLimits limits)
    {
        var wanted = TimeSpan.FromSeconds(seconds);
        return wanted < limits.SessionExpiryMaximum ? wanted : limits.SessionExpiryMaximum;
    }

    /// <summary>Null if the will may stay.</summary>
    private static MqttAuthentication? RefuseWill(BrokerRuntime runtime, AcceptedConnect accepted, WillMessage will, MqttTransport transport)
    {
        if (will.Retain && !accepted.Limits.RetainAvailable)
        {
            return MqttAuthentication.Reject(MqttReasonCode.RetainNotSupported, "This client's messages are not retained.");
        }

        if (!TopicLimits.Allow(will.Topic, runtime.Options.Limits))
        {
            return MqttAuthentication.Reject(MqttReasonCode.TopicNameInvalid, "The will's topic is too long or too deep.");
        }

        if (will.PayloadIsText && !Codec.MqttText.IsWellFormed(will.Payload.Span))
        {
            return MqttAuthentication.Reject(MqttReasonCode.PayloadFormatInvalid, "The will's payload is not UTF-8.");
        }

        var client = accepted.ToClient(transport, runtime.Time.GetUtcNow(), sessionPresent: false);
        var reason = runtime.AuthorizeWill(client, will.Topic, will.Retain);
        return reason == MqttReasonCode.Success
            ? null
            : MqttAuthentication.Reject(reason < MqttReasonCode.UnspecifiedError ? MqttReasonCode.NotAuthorized : reason, "The will's topic is not allowed.");
    }
}
