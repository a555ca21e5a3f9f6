using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bridge.Server.Security;

/// <summary>Keeps an endpoint to those who have a scope, in the room that the route names.</summary>
internal static class ScopeFilter
{
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, ConsoleScopes scope)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(async (context, next) =>
        {
            var identity = context.HttpContext.Features.Get<ConsoleIdentity>();
            if (identity is null)
            {
                return Results.Problem(
                    "Sign in first: open a fresh console address (./bridge open), or send the relay's token as \"Authorization: Bearer …\".",
                    statusCode: StatusCodes.Status401Unauthorized);
            }

            var room = context.HttpContext.Request.RouteValues["room"] as string;
            return identity.Scopes.HasFlag(scope) && (room is null || identity.May(scope, room))
                ? await next(context)
                : Results.Problem($"This credential may not do that: it takes the scope \"{scope.ToString().ToLowerInvariant()}\".", statusCode: StatusCodes.Status403Forbidden);
        });
}
