using System.Buffers;
using System.Text;
using System.Text.Json;
using Bridge.Contracts.Commands;
using Microsoft.AspNetCore.Http;

namespace Bridge.Server.Commands;

/// <summary>Writes a command's payload and checks its arguments on the way.</summary>
internal static class CommandWriter
{
    /// <summary>The arguments with the relay's <c>id</c>, and for an eval the device's own <c>timeoutMs</c>.</summary>
    /// <exception cref="CommandException">The arguments aren't a JSON object, aren't text, or are too long.</exception>
    public static byte[] Write(string id, JsonElement args, TimeSpan? evalTimeout)
    {
        try
        {
            return WriteText(id, args, evalTimeout);
        }
        catch (InvalidOperationException)
        {
            throw new CommandException("There is half of a character in it, a lone surrogate: write that as an escape in the code.", StatusCodes.Status400BadRequest);
        }
    }

    private static byte[] WriteText(string id, JsonElement args, TimeSpan? evalTimeout)
    {
        if (args.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null))
        {
            throw new CommandException("A command's arguments are a JSON object.", StatusCodes.Status400BadRequest);
        }

        if (evalTimeout is not null)
        {
            CheckSource(args);
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            if (evalTimeout is { } timeout)
            {
                writer.WriteNumber("timeoutMs", (long)timeout.TotalMilliseconds);
            }

            if (args.ValueKind is JsonValueKind.Object)
            {
                foreach (var property in args.EnumerateObject().Where(property => property.Name is not ("id" or "timeoutMs")))
                {
                    property.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenCount <= CommandLimits.PayloadBytes
            ? buffer.WrittenSpan.ToArray()
            : throw new CommandException($"A command takes at most {CommandLimits.PayloadBytes:N0} bytes.", StatusCodes.Status413PayloadTooLarge);
    }

    private static void CheckSource(JsonElement args)
    {
        if (args.ValueKind is not JsonValueKind.Object || !args.TryGetProperty("code", out var code) || code.ValueKind is not JsonValueKind.String)
        {
            throw new CommandException($"The command \"{CommandNames.Eval}\" takes {{\"code\": \"…\"}}.", StatusCodes.Status400BadRequest);
        }

        if (Encoding.UTF8.GetByteCount(code.GetString()!) > CommandLimits.EvalBytes)
        {
            throw new CommandException($"The source of an eval takes at most {CommandLimits.EvalBytes:N0} bytes.", StatusCodes.Status413PayloadTooLarge);
        }
    }
}
