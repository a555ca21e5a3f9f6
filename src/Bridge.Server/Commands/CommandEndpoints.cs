using Bridge.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Bridge.Server.Commands;

/// <summary>Commands over REST: <c>POST /api/rooms/{room}/commands</c> on the console listener.</summary>
internal static class CommandEndpoints
{
    public static void MapBridgeCommands(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/rooms/{room}/commands", SendAsync).RequireScope(ConsoleScopes.Command);

    private static async Task<IResult> SendAsync(string room, CommandRequest request, HttpContext context, ConsoleCommands commands, CancellationToken cancellation)
    {
        try
        {
            return Results.Ok(await commands.SendAsync(context.Features.GetRequiredFeature<ConsoleIdentity>(), room, request, cancellation));
        }
        catch (CommandException e)
        {
            return Results.Problem(e.Message, statusCode: e.Status);
        }
    }
}
