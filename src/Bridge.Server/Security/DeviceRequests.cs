using Microsoft.AspNetCore.Http;

namespace Bridge.Server.Security;

/// <summary>
/// The requests of devices that the site is answering. A WebSocket or a stream of a dev server's may be answered for hours: where its device is
/// removed, it ends.
/// </summary>
internal sealed class DeviceRequests(DeviceCredentials credentials)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<HttpContext, string> _open = [];

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<DeviceCredential>() is not { } credential)
        {
            await next(context);
            return;
        }

        lock (_lock)
        {
            _open.Add(context, credential.Identity.Device);
        }

        try
        {
            // Revoked since it was looked up: whoever ends its requests may have missed this one.
            if (credentials.Has(credential))
            {
                await next(context);
            }
            else
            {
                context.Abort();
            }
        }
        finally
        {
            lock (_lock)
            {
                _open.Remove(context);
            }
        }
    }

    /// <summary>Breaks off what a device is being answered. Its credentials are revoked before.</summary>
    public void End(string device)
    {
        // Under the lock: a context whose request has ended is used again for another's.
        lock (_lock)
        {
            foreach (var (context, _) in _open.Where(request => string.Equals(request.Value, device, StringComparison.Ordinal)))
            {
                context.Abort();
            }
        }
    }
}
