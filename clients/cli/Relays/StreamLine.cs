using System.Text.Json;

namespace Bridge.Cli.Relays;

/// <summary>A line of <c>GET /api/rooms/{room}/stream</c>: a message, a frame of several, or a note about the stream itself.</summary>
/// <param name="Topic">The message's topic.</param>
/// <param name="Time">When the relay got it, milliseconds since 1970.</param>
/// <param name="Cursor">Its place in the journal; a later stream can start after it.</param>
/// <param name="Payload">The payload as it was published.</param>
/// <param name="Messages">The messages of a frame.</param>
/// <param name="Skipped">By feed, how many messages were left out because this reader was too slow.</param>
/// <param name="Live">True once, where history ends.</param>
/// <param name="Unread">Why what was kept could not be read, in words for a person.</param>
/// <param name="Again">The stream ends here because that can be read now.</param>
internal sealed record StreamLine(
    string? Topic = null,
    long? Time = null,
    string? Cursor = null,
    JsonElement? Payload = null,
    IReadOnlyList<StreamLine>? Messages = null,
    IReadOnlyDictionary<string, long>? Skipped = null,
    bool? Live = null,
    string? Unread = null,
    bool? Again = null);
