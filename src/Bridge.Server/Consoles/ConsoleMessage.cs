using System.Text.Json.Serialization;

namespace Bridge.Server.Consoles;

/// <summary>
/// A message on its way to the consoles: encoded once, the same bytes for each of them.
/// </summary>
/// <param name="topic">Where it was published.</param>
/// <param name="time">When the relay got it, milliseconds since 1970.</param>
/// <param name="json">The payload as JSON, checked to be well-formed.</param>
/// <param name="cursor">Its place in the journal, where that is known.</param>
[JsonConverter(typeof(ConsoleMessageConverter))]
internal sealed class ConsoleMessage(string topic, long time, ReadOnlyMemory<byte> json, string? cursor = null)
{
    public string Topic { get; } = topic;

    public long Time { get; } = time;

    public ReadOnlyMemory<byte> Json { get; } = json;

    public string? Cursor { get; } = cursor;

    /// <summary>What yields first when a console is slow.</summary>
    public bool IsSensor { get; } = topic.Contains("/up/sensor/", StringComparison.Ordinal);

    /// <summary>What it takes in a queue, roughly, in bytes.</summary>
    public int Size => Json.Length + Topic.Length + 64;
}
