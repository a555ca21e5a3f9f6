using Bridge.Server.Listeners;
using Microsoft.AspNetCore.Http;

namespace Bridge.Server.Security;

/// <summary>Finds who is at the console listener: the web console by its cookie, a tool by its bearer token. Being on loopback is not enough.</summary>
internal sealed class ConsoleAuthentication(ConsoleSessions sessions, AdminToken admin)
{
    private const string Bearer = "Bearer ";

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (Identify(context) is { } identity)
        {
            context.Features.Set(identity);
            context.Items[typeof(ConsoleIdentity)] = identity; // Long polling gives the hub a copy of its first request, which has this but no features.
        }

        return next(context);
    }

    private ConsoleIdentity? Identify(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return admin.Identify(authorization[Bearer.Length..].Trim());
        }

        var cookie = BridgeCookies.ConsoleName(context.Features.GetRequiredListener());
        return context.Request.Cookies.TryGetValue(cookie, out var session) ? sessions.Find(session) : null;
    }
}
