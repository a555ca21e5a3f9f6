using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bridge.Server.Consoles;

/// <summary>Writes a message with its payload's bytes as they are.</summary>
internal sealed class ConsoleMessageConverter : JsonConverter<ConsoleMessage>
{
    public override ConsoleMessage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Messages go to consoles, not from them.");

    public override void Write(Utf8JsonWriter writer, ConsoleMessage value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("topic"u8, value.Topic);
        writer.WriteNumber("time"u8, value.Time);
        if (value.Cursor is not null)
        {
            writer.WriteString("cursor"u8, value.Cursor);
        }

        writer.WritePropertyName("payload"u8);
        writer.WriteRawValue(value.Json.Span, skipInputValidation: true); // checked once, by PayloadJson
        writer.WriteEndObject();
    }
}
