using Microsoft.Extensions.Logging;

namespace Bridge.Server.Rooms;

/// <summary>Log messages of rooms and devices: event ids 1300 to 1399.</summary>
internal static partial class RoomsLog
{
    [LoggerMessage(1300, LogLevel.Warning, "The time when device {Device} was last seen could not be stored")]
    public static partial void SeenNotStored(ILogger logger, string device, Exception exception);

    [LoggerMessage(1301, LogLevel.Information, "Device {Device} of room {Room} was removed by {Who}")]
    public static partial void Removed(ILogger logger, string device, string room, string who);
}
