using Microsoft.Extensions.Logging;

namespace Bridge.Server.LiveReload;

/// <summary>Log messages of live reload: event ids 1800 to 1899.</summary>
internal static partial class LiveReloadLog
{
    [LoggerMessage(1800, LogLevel.Information, "Watching {Files} files in {Folder} by {Way}")]
    public static partial void Watching(this ILogger logger, int files, string folder, string way);

    [LoggerMessage(1801, LogLevel.Warning, "The system can't watch {Folder} ({Reason}): polling instead")]
    public static partial void CannotWatch(this ILogger logger, string folder, string reason);

    [LoggerMessage(1802, LogLevel.Debug, "Changed: {Files}")]
    public static partial void Changed(this ILogger logger, string files);

    [LoggerMessage(1803, LogLevel.Warning, "The command {Command} was not sent to {Device}: {Reason}")]
    public static partial void NotSent(this ILogger logger, string command, string device, string reason);

    [LoggerMessage(1804, LogLevel.Warning, "Only the first {Files} files of {Folder} are watched")]
    public static partial void TooMany(this ILogger logger, int files, string folder);

    [LoggerMessage(1805, LogLevel.Warning, "The LiveReload port {Port} is taken: {Reason}")]
    public static partial void PortTaken(this ILogger logger, int port, string reason);

    [LoggerMessage(1806, LogLevel.Debug, "No LiveReload server answers on port {Port}: {Reason}")]
    public static partial void NoSource(this ILogger logger, int port, string reason);
}
