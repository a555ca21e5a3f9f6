using System.Text.Json;
using Bridge.Server.Journal;
using Bridge.Server.Rooms;
using Bridge.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bridge.Server.Consoles;

/// <summary>
/// What the journal has of a room, searched, as NDJSON: a line is a message as <c>/stream</c> gives it. Read as fast as it is taken, a chunk at
/// a time, so that a slow reader of a million lines costs no more memory than one of ten.
/// </summary>
internal static class LogEndpoint
{
    /// <summary>Bytes after which what was written goes out.</summary>
    private const int FlushBytes = 64 << 10;

    public static void MapBridgeLog(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/rooms/{room}/log", SearchAsync).RequireScope(ConsoleScopes.Watch);

    private static async Task SearchAsync(
        string room, [AsParameters] LogSearch search, HttpContext context, IJournal journal, RoomRegistry rooms, CancellationToken cancellation)
    {
        if (!rooms.HasRoom(room))
        {
            await Results.Problem($"There is no room \"{room}\".", statusCode: StatusCodes.Status404NotFound).ExecuteAsync(context);
            return;
        }

        if (!search.TryRead(room, out var query, out var fault))
        {
            await Results.Problem(fault, statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
            return;
        }

        context.Response.ContentType = "application/x-ndjson";
        try
        {
            await WriteAsync(journal.ReadMessagesAsync(query, cancellation), context.Response, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The reader went away.
        }
    }

    private static async Task WriteAsync(IAsyncEnumerable<JournalMessage> messages, HttpResponse response, CancellationToken cancellation)
    {
        var body = response.BodyWriter;
        using var json = new Utf8JsonWriter(body);
        await foreach (var message in messages)
        {
            json.WriteStartObject();
            json.WriteString("topic", message.Topic);
            json.WriteNumber("time", message.Received.ToUnixTimeMilliseconds());
            json.WriteString("cursor", message.Cursor);
            if (message.Missing > 0)
            {
                json.WriteNumber("missing", message.Missing);
            }

            json.WritePropertyName("payload");
            json.WriteRawValue(message.Payload.Span, skipInputValidation: true); // Written by us.
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            body.GetSpan(1)[0] = (byte)'\n';
            body.Advance(1);
            if (body.UnflushedBytes >= FlushBytes)
            {
                await body.FlushAsync(cancellation);
            }
        }

        await body.FlushAsync(cancellation);
    }
}
