using Bridge.Server.Listeners;
using Bridge.Server.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.Security;

/// <summary>
/// Reads the device's credential off its cookie and keeps the identity with the request. Renews the cookie at half-life on
/// a page load, when no two requests of the page race for it. A page elsewhere shows its credential in Authorization, and its cookies
/// don't count. Lets the unpaired pass: what they get is decided behind it.
/// </summary>
internal sealed class DeviceAuthentication(DeviceCredentials credentials, ILogger<DeviceAuthentication> log)
{
    private const string Bearer = "Bearer ";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<ElsewhereFeature>() is not null)
        {
            context.Features.Set(FindBearer(context.Request)?.Identity);
        }
        else
        {
            await FindCookieAsync(context);
        }

        await next(context);
    }

    private DeviceCredential? FindBearer(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? credentials.Find(authorization[Bearer.Length..].Trim()) : null;
    }

    private async Task FindCookieAsync(HttpContext context)
    {
        var listener = context.Features.GetRequiredListener();
        if (context.Request.Cookies.TryGetValue(BridgeCookies.DeviceName(listener), out var secret)
            && credentials.Find(secret) is { } credential)
        {
            context.Features.Set(credential);
            context.Features.Set(credential.Identity);
            if (credentials.IsStale(credential) && IsPageLoad(context.Request))
            {
                await RenewAsync(credential, context, listener);
            }
        }
    }

    /// <summary>A database that is away must not keep a page from loading: half a life is left, and the next load tries again.</summary>
    private async Task RenewAsync(DeviceCredential credential, HttpContext context, ListenerFeature listener)
    {
        try
        {
            if (await credentials.RotateAsync(credential, context.RequestAborted) is { } fresh)
            {
                context.Response.Cookies.Append(BridgeCookies.DeviceName(listener), fresh, BridgeCookies.ForDevice(listener));
            }
        }
        catch (StorageException e)
        {
            SecurityLog.NotRenewed(log, credential.Identity.Device, e);
        }
    }

    private static bool IsPageLoad(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
