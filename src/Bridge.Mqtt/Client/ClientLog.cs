using Bridge.Mqtt.Packets;
using Microsoft.Extensions.Logging;

namespace Bridge.Mqtt.Client;

/// <summary>Log messages of the client, events 3150 and up. Neither payloads nor credentials.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(3150, LogLevel.Information, "Connected as {ClientId}, session present: {SessionPresent}")]
    public static partial void Connected(ILogger logger, string clientId, bool sessionPresent);

    [LoggerMessage(3151, LogLevel.Warning, "Connection lost: {Code}")]
    public static partial void Lost(ILogger logger, MqttReasonCode code, Exception? cause);

    [LoggerMessage(3152, LogLevel.Debug, "Connecting again in {Wait}")]
    public static partial void Waiting(ILogger logger, TimeSpan wait);

    [LoggerMessage(3153, LogLevel.Error, "The handler of a message on {Topic} failed")]
    public static partial void HandlerFailed(ILogger logger, string topic, Exception cause);

    [LoggerMessage(3154, LogLevel.Error, "A listener to connections made or lost failed")]
    public static partial void ListenerFailed(ILogger logger, Exception cause);

    [LoggerMessage(3155, LogLevel.Warning, "The subscription to {Filter} was not granted again: {Code}")]
    public static partial void NotRenewed(ILogger logger, string filter, MqttReasonCode code);
}
