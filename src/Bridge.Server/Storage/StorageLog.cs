using Microsoft.Extensions.Logging;

namespace Bridge.Server.Storage;

/// <summary>What the storage says. The journal's block of event ids, from 1480.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(1480, LogLevel.Information, "Database {Path} is open.")]
    public static partial void Opened(ILogger logger, string path);

    [LoggerMessage(1481, LogLevel.Information, "The schema of {Feature} is now at version {Version}.")]
    public static partial void Migrated(ILogger logger, string feature, int version);
}
