using System.Buffers;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bridge.Server.Journal;

/// <summary>
/// <c>POST /_bridge/ingest</c> on the device listener: the last words of a page that is closed or put to sleep (fetch with
/// keepalive, sendBeacon). Same messages, same journal, same subscribers as over MQTT. The request's cookie says whose they are.
/// </summary>
internal static class IngestEndpoint
{
    /// <summary>Maps the endpoint; behind the device listener's authentication.</summary>
    public static void MapBridgeIngest(this IEndpointRouteBuilder routes) => routes.MapPost("/_bridge/ingest", IngestAsync);

    /// <summary>204: all is kept. 400: something in it is no message, the rest is kept. 503: something could not be kept now; send all again.</summary>
    private static async Task<IResult> IngestAsync(HttpContext context, MqttBroker broker, JournalIntake intake, IngestLimits limits)
    {
        if (context.Features.Get<DeviceIdentity>() is not { } device)
        {
            return TypedResults.Unauthorized();
        }

        if (await ReadBodyAsync(context) is not { } body)
        {
            return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        if (!limits.Admits(device.Device, body.Length))
        {
            return TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        return IngestReader.Read(device, body) is { } entries
            ? await KeepAsync(entries, broker, intake)
            : TypedResults.BadRequest("Expected [{\"feed\":\"log\",\"batch\":{…}},…].");
    }

    private static async Task<IResult> KeepAsync(List<IngestEntry> entries, MqttBroker broker, JournalIntake intake)
    {
        var malformed = 0;
        var refused = 0;
        foreach (var (topic, payload) in entries)
        {
            // As in the broker: subscribers see it at once, the acknowledgement waits for the disk.
            broker.Publish(new MqttApplicationMessage { Topic = topic.ToString(), Payload = payload, QoS = JournalIntake.Keeps(topic) ? MqttQoS.AtLeastOnce : MqttQoS.AtMostOnce });
            var outcome = JournalIntake.Keeps(topic) ? await intake.AcceptAsync(topic, payload) : IntakeOutcome.Stored;
            malformed += outcome == IntakeOutcome.Malformed ? 1 : 0;
            refused += outcome is IntakeOutcome.Stored or IntakeOutcome.Malformed ? 0 : 1;
        }

        return refused > 0 ? TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : malformed > 0 ? TypedResults.BadRequest($"{malformed} of {entries.Count} messages are no batches.")
            : TypedResults.NoContent();
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength > IngestLimits.MaximumBody)
        {
            return null;
        }

        var body = new ArrayBufferWriter<byte>((int)(context.Request.ContentLength ?? 4_096) + 1);
        while (true)
        {
            var read = await context.Request.Body.ReadAsync(body.GetMemory(), context.RequestAborted);
            if (read == 0)
            {
                return body.WrittenMemory;
            }

            body.Advance(read);
            if (body.WrittenCount > IngestLimits.MaximumBody)
            {
                return null;
            }
        }
    }
}
