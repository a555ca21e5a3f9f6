using Microsoft.Extensions.Logging;

namespace Bridge.Server.Commands;

/// <summary>Log messages of commands: event ids 1600 to 1699.</summary>
internal static partial class CommandsLog
{
    [LoggerMessage(1600, LogLevel.Error, "An eval by {Who} in room {Room} could not be written to the audit")]
    public static partial void AuditFailed(ILogger logger, string who, string room, Exception exception);
}
