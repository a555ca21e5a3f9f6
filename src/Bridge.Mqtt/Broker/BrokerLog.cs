using System.Net;
using Bridge.Mqtt.Packets;
using Microsoft.Extensions.Logging;

namespace Bridge.Mqtt.Broker;

/// <summary>Everything the broker logs: event ids 3000 to 3099. Never a payload, a password or a topic's message.</summary>
internal sealed partial class BrokerLog(ILogger logger)
{
    [LoggerMessage(3000, LogLevel.Debug, "{ClientId} ended: {Reason} {Text}")]
    public partial void Ended(string clientId, MqttReasonCode reason, string? text);

    [LoggerMessage(3001, LogLevel.Information, "Refused a connection from {Remote}: {Reason} {Text}")]
    public partial void Refused(EndPoint? remote, MqttReasonCode reason, string? text);

    [LoggerMessage(3002, LogLevel.Warning, "Turned away a connection from {Remote}: {Limit} is reached")]
    public partial void TurnedAway(EndPoint? remote, string limit);

    [LoggerMessage(3003, LogLevel.Debug, "The transport of {ClientId} broke: {Text}")]
    public partial void TransportBroke(string? clientId, string text);

    [LoggerMessage(3004, LogLevel.Error, "The connection of {ClientId} failed")]
    public partial void ConnectionFailed(string? clientId, Exception error);

    [LoggerMessage(3005, LogLevel.Information, "{ClientId} broke the protocol: {Code}, {Reason} [{Clause}]")]
    public partial void ProtocolFault(string? clientId, MqttReasonCode code, string clause, string reason);

    [LoggerMessage(3010, LogLevel.Error, "The authenticator failed; nobody is let in")]
    public partial void AuthenticatorFailed(Exception error);

    [LoggerMessage(3011, LogLevel.Error, "The authorizer failed; the answer is no")]
    public partial void AuthorizerFailed(Exception error);

    [LoggerMessage(3012, LogLevel.Error, "The publish gate failed; the message is not acknowledged as accepted")]
    public partial void GateFailed(Exception error);

    [LoggerMessage(3013, LogLevel.Error, "A subscriber of this process failed on {Filter}")]
    public partial void HandlerFailed(string filter, Exception error);

    [LoggerMessage(3014, LogLevel.Error, "An observer failed")]
    public partial void ObserverFailed(Exception error);

    [LoggerMessage(3015, LogLevel.Error, "What was to happen at a deadline failed")]
    public partial void DeadlineFailed(Exception error);

    [LoggerMessage(3016, LogLevel.Error, "The interceptor failed on {Topic}; the message is refused")]
    public partial void InterceptorFailed(string topic, Exception error);

    [LoggerMessage(3020, LogLevel.Error, "Storing sessions and retained messages failed; it is tried again with the next change")]
    public partial void StoreFailed(Exception error);

    [LoggerMessage(3021, LogLevel.Information, "Loaded {Sessions} sessions and {Retained} retained messages")]
    public partial void Loaded(int sessions, int retained);
}
