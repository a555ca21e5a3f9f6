using System.Net;
using Bridge.Mqtt.WebSockets;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.MqttEndpoint;

/// <summary>Log messages of the way in, events 1100 to 1199. Cookies and payloads are never among the values.</summary>
internal static partial class MqttEndpointLog
{
    [LoggerMessage(1100, LogLevel.Debug, "{Remote} upgraded to MQTT over WebSocket on the {Listener} listener.")]
    public static partial void Upgraded(this ILogger logger, EndPoint? remote, string listener);

    [LoggerMessage(1101, LogLevel.Information, "{Remote} was refused an MQTT upgrade on the {Listener} listener: {Status}, {Reason}")]
    public static partial void Refused(this ILogger logger, EndPoint? remote, string listener, int status, string reason);

    [LoggerMessage(1102, LogLevel.Debug, "{Remote} closed its WebSocket: {Code}, {Reason}")]
    public static partial void Closed(this ILogger logger, EndPoint? remote, WebSocketCloseCode code, string reason);

    [LoggerMessage(1103, LogLevel.Debug, "{Remote} went away before its connection was MQTT.")]
    public static partial void WentAway(this ILogger logger, EndPoint? remote, Exception exception);

    [LoggerMessage(1104, LogLevel.Debug, "{Remote} was closed: it had not sent a byte.")]
    public static partial void Silent(this ILogger logger, EndPoint? remote);

    [LoggerMessage(1105, LogLevel.Debug, "{Remote} was closed: more than {Most} connections had not said what they want, and it was the first of them.")]
    public static partial void PushedOut(this ILogger logger, EndPoint? remote, int most);

    [LoggerMessage(1106, LogLevel.Error, "Serving {Remote} failed; its connection is closed.")]
    public static partial void ServingFailed(this ILogger logger, EndPoint? remote, Exception exception);
}
