using Bridge.Contracts.Rooms;
using Bridge.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.Rooms;

/// <summary>Rooms and devices over REST: <c>/api/rooms…</c> on the console listener.</summary>
internal static class RoomEndpoints
{
    public static void MapBridgeRooms(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/rooms", (RoomRegistry rooms) => rooms.Rooms).RequireScope(ConsoleScopes.Watch);
        routes.MapPut("/api/rooms/{room}", AddRoomAsync).RequireScope(ConsoleScopes.Admin);
        routes.MapGet("/api/rooms/{room}/devices", Devices).RequireScope(ConsoleScopes.Watch);
        routes.MapPatch("/api/rooms/{room}/devices/{device}", ChangeAsync).RequireScope(ConsoleScopes.Admin);
        routes.MapDelete("/api/rooms/{room}/devices/{device}", RemoveAsync).RequireScope(ConsoleScopes.Admin);
    }

    private static async Task<IResult> AddRoomAsync(string room, RoomRegistry rooms, CancellationToken cancellation)
    {
        try
        {
            await rooms.AddRoomAsync(room, cancellation);
            return Results.NoContent();
        }
        catch (ArgumentException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private static IResult Devices(string room, RoomRegistry rooms, DeviceTracker tracker) =>
        rooms.HasRoom(room) ? Results.Ok(rooms.InRoom(room).Select(tracker.State).OfType<DeviceState>()) : NoRoom(room);

    private static async Task<IResult> ChangeAsync(
        string room, string device, DeviceChange change, RoomRegistry rooms, RoomAnnouncer announcer, CancellationToken cancellation)
    {
        if (change.Refusal() is { } refusal)
        {
            return Results.Problem(refusal, statusCode: StatusCodes.Status400BadRequest);
        }

        if (rooms.Find(device) is not { } record || !string.Equals(record.Room, room, StringComparison.Ordinal))
        {
            return NoDevice(room, device);
        }

        await rooms.ChangeAsync(device, known => known with { Label = change.Label?.Trim() ?? known.Label, Color = change.Color ?? known.Color }, cancellation);
        announcer.Wake(device);
        return Results.NoContent();
    }

    private static async Task<IResult> RemoveAsync(
        string room, string device, HttpContext context, RoomRegistry rooms, DeviceRemoval removal, ILogger<RoomRegistry> log)
    {
        if (rooms.Find(device) is not { } record || !string.Equals(record.Room, room, StringComparison.Ordinal))
        {
            return NoDevice(room, device);
        }

        await removal.RemoveAsync(record);
        RoomsLog.Removed(log, device, room, context.Features.Get<ConsoleIdentity>()?.Name ?? "");
        return Results.NoContent();
    }

    private static IResult NoRoom(string room) =>
        Results.Problem($"There is no room \"{room}\".", statusCode: StatusCodes.Status404NotFound);

    private static IResult NoDevice(string room, string device) =>
        Results.Problem($"There is no device \"{device}\" in room \"{room}\".", statusCode: StatusCodes.Status404NotFound);
}
