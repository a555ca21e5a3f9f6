using Bridge.Server.Journal;
using Bridge.Server.Listeners;
using Bridge.Server.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bridge.Server.Relay;

/// <summary>
/// Answers 503 where a request needed a database that is away. Consoles read which and why; a device's browser, which may be a stranger's, only
/// that it can try again.
/// </summary>
internal static class StorageFaults
{
    private const string ForDevices = "The relay can't store anything now. Try again in a moment.";

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (e is StorageException or JournalUnavailableException && !context.Response.HasStarted)
        {
            context.Response.Headers[HeaderNames.RetryAfter] = "5";
            var words = context.Features.GetRequiredListener().Kind == ListenerKind.Device ? ForDevices : e.Message;
            await Results.Problem(words, statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
        }
    }
}
