using Microsoft.AspNetCore.Http;

namespace Bridge.Server.Relay;

/// <summary>Says in words what the framework says by status alone: the body of a request to one of our endpoints could not be read.</summary>
internal static class UnreadRequests
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var response = context.Response;
        if (!response.HasStarted && response.ContentType is null && context.GetEndpoint() is not null && Words(response.StatusCode) is { } words)
        {
            await Results.Problem(words, statusCode: response.StatusCode).ExecuteAsync(context);
        }
    }

    private static string? Words(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request's body is not the JSON that is expected here.",
        StatusCodes.Status413PayloadTooLarge => "The request's body is longer than what is expected here.",
        StatusCodes.Status415UnsupportedMediaType => "The request's body is sent as application/json here.",
        _ => null,
    };
}
