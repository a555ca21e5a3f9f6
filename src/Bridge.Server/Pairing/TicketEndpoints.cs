using Bridge.Server.Rooms;
using Bridge.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bridge.Server.Pairing;

/// <summary>Tickets for consoles: <c>POST /api/rooms/{room}/tickets</c> on the console listener.</summary>
internal static class TicketEndpoints
{
    public static void MapBridgeTickets(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/rooms/{room}/tickets", Issue).RequireScope(ConsoleScopes.Admin);

    private static IResult Issue(string room, TicketRequest? request, RoomRegistry rooms, TicketOffice office) =>
        rooms.HasRoom(room)
            ? Results.Ok(office.Issue(room, secure: request?.Scheme is "https"))
            : Results.Problem($"There is no room \"{room}\".", statusCode: StatusCodes.Status404NotFound);
}
