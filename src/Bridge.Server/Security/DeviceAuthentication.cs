using Bridge.Server.Listeners;
using Microsoft.AspNetCore.Http;

namespace Bridge.Server.Security;

/// <summary>
/// Reads the device's credential off its cookie and keeps the identity with the request. Renews the cookie at half-life on
/// a page load, when no two requests of the page race for it. Lets the unpaired pass: what they get is decided behind it.
/// </summary>
internal sealed class DeviceAuthentication(DeviceCredentials credentials)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var listener = context.Features.GetRequiredListener();
        if (context.Request.Cookies.TryGetValue(BridgeCookies.DeviceName(listener), out var secret)
            && credentials.Find(secret) is { } credential)
        {
            context.Features.Set(credential.Identity);
            if (credentials.IsStale(credential) && IsPageLoad(context.Request))
            {
                var fresh = await credentials.RotateAsync(credential, context.RequestAborted);
                context.Response.Cookies.Append(BridgeCookies.DeviceName(listener), fresh, BridgeCookies.ForDevice(listener));
            }
        }

        await next(context);
    }

    private static bool IsPageLoad(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
