using Microsoft.Extensions.Logging;

namespace Bridge.Server.Security;

/// <summary>Log messages of credentials and sessions: event ids 1900 to 1999.</summary>
internal static partial class SecurityLog
{
    [LoggerMessage(1900, LogLevel.Warning, "The credential of device {Device} could not be renewed; it goes on with the one it has")]
    public static partial void NotRenewed(ILogger logger, string device, Exception exception);

    [LoggerMessage(1901, LogLevel.Warning, "A web console was signed in, but that could not be stored: after a restart of the relay it has to sign in again")]
    public static partial void SessionNotStored(ILogger logger, Exception exception);
}
