using System.Text.Unicode;

namespace Bridge.Mqtt.Codec;

/// <summary>UTF-8 as MQTT wants it (section 1.5.4), and the syntax of topic names and filters (section 4.7), on the raw bytes.</summary>
public static class MqttText
{
    /// <summary>Whether the bytes are well-formed UTF-8: what a payload with format indicator 1 must be. U+0000 is allowed there.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> text) => Utf8.IsValid(text);
}
