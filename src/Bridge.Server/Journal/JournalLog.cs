using Microsoft.Extensions.Logging;

namespace Bridge.Server.Journal;

/// <summary>What the journal says: event ids from 1400. Never anything of a payload.</summary>
internal static partial class JournalLog
{
    [LoggerMessage(1400, LogLevel.Warning, "The journal has stopped: {Reason}")]
    public static partial void Stopped(ILogger logger, string reason);

    [LoggerMessage(1401, LogLevel.Information, "The journal works again.")]
    public static partial void Resumed(ILogger logger);

    [LoggerMessage(1402, LogLevel.Debug, "A message of {Device} on {Feed} is no batch: {Fault}.")]
    public static partial void Malformed(ILogger logger, string device, string feed, string fault);

    [LoggerMessage(1403, LogLevel.Debug, "A batch could not be appended.")]
    public static partial void AppendFailed(ILogger logger, Exception exception);

    [LoggerMessage(1404, LogLevel.Information, "Removed {Count} of the oldest entries.")]
    public static partial void Removed(ILogger logger, int count);

    [LoggerMessage(1406, LogLevel.Debug, "The journal still can't be read.")]
    public static partial void StillUnreadable(ILogger logger, Exception exception);

    [LoggerMessage(1405, LogLevel.Warning, "The oldest entries could not be removed.")]
    public static partial void RetentionFailed(ILogger logger, Exception exception);
}
