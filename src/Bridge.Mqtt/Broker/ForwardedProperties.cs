using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// The properties of a message that a server forwards unaltered, in 5.0's encoding (2.2.2). A message travels through the broker
/// with them as bytes; programs of this process see them as values.
/// <code>
/// 0x01 payload format: byte | 0x03 content type: text | 0x08 response topic: text | 0x09 correlation data: bytes | 0x26 user property: text, text
/// </code>
/// </summary>
internal static class ForwardedProperties
{
    private const byte PayloadFormat = 0x01;
    private const byte ContentType = 0x03;
    private const byte ResponseTopic = 0x08;
    private const byte CorrelationData = 0x09;
    private const byte UserProperty = 0x26;

    public static byte[] Encode(MqttApplicationMessage message)
    {
        if (!message.PayloadIsText && message is { ContentType: null, ResponseTopic: null, CorrelationData: null, UserProperties.Count: 0 })
        {
            return [];
        }

        var output = new ArrayBufferWriter<byte>();
        if (message.PayloadIsText)
        {
            output.Write<byte>([PayloadFormat, 1]);
        }

        WriteText(output, ContentType, message.ContentType);
        WriteText(output, ResponseTopic, message.ResponseTopic);
        if (message.CorrelationData is { } data)
        {
            output.Write<byte>([CorrelationData]);
            WriteBinary(output, data.Span);
        }

        foreach (var property in message.UserProperties)
        {
            WriteText(output, UserProperty, property.Name);
            WriteBinary(output, Encoding.UTF8.GetBytes(property.Value));
        }

        return output.WrittenSpan.ToArray();
    }

    public static string? ReadContentType(ReadOnlySpan<byte> properties) =>
        TryFind(properties, ContentType, out var value) ? Encoding.UTF8.GetString(value) : null;

    public static string? ReadResponseTopic(ReadOnlySpan<byte> properties) =>
        TryFind(properties, ResponseTopic, out var value) ? Encoding.UTF8.GetString(value) : null;

    /// <summary>A copy. Typed as its callers need it: a null array converts to an empty memory, which is correlation data of no bytes.</summary>
    public static ReadOnlyMemory<byte>? ReadCorrelationData(ReadOnlySpan<byte> properties) =>
        TryFind(properties, CorrelationData, out var value) ? (ReadOnlyMemory<byte>?)value.ToArray() : null;

    public static bool ReadPayloadIsText(ReadOnlySpan<byte> properties) =>
        TryFind(properties, PayloadFormat, out var value) && value[0] == 1;

    public static IReadOnlyList<MqttUserProperty> ReadUserProperties(ReadOnlySpan<byte> properties) =>
        properties.Contains(UserProperty) ? PublishProperties.ReadUserProperties(properties) : [];

    private static bool TryFind(ReadOnlySpan<byte> properties, byte wanted, out ReadOnlySpan<byte> value)
    {
        var rest = properties;
        while (!rest.IsEmpty)
        {
            var identifier = rest[0];
            rest = rest[1..];
            value = Take(ref rest, identifier == PayloadFormat);
            if (identifier == wanted)
            {
                return true;
            }

            if (identifier == UserProperty)
            {
                Take(ref rest, isByte: false);
            }
        }

        value = default;
        return false;
    }

    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest, bool isByte)
    {
        var start = isByte ? 0 : 2;
        var length = isByte ? 1 : BinaryPrimitives.ReadUInt16BigEndian(rest);
        var value = rest.Slice(start, length);
        rest = rest[(start + length)..];
        return value;
    }

    private static void WriteText(ArrayBufferWriter<byte> output, byte identifier, string? text)
    {
        if (text is not null)
        {
            output.Write<byte>([identifier]);
            WriteBinary(output, Encoding.UTF8.GetBytes(text));
        }
    }

    private static void WriteBinary(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > ushort.MaxValue)
        {
            throw new ArgumentException("A property holds at most 65,535 bytes.", nameof(bytes));
        }

        BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(2), (ushort)bytes.Length);
        output.Advance(2);
        output.Write(bytes);
    }
}
