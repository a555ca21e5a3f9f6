using System.Text.Json;
using Bridge.Contracts;
using Bridge.Contracts.Feeds;

namespace Bridge.Server.Rooms;

/// <summary>Reads a page's status. The page is untrusted: what is malformed is refused, what is too long is cut.</summary>
internal static class StatusReader
{
    private const int LongestUrl = 2_048;
    private const int LongestText = 512;
    private const int MostSensors = 16;

    /// <summary>Null where it isn't a status.</summary>
    public static DeviceStatus? Read(ReadOnlySpan<byte> payload)
    {
        try
        {
            var status = JsonSerializer.Deserialize(payload, BridgeJson.Default.DeviceStatus);
            return status is { Page: not null, Url: not null } ? Cap(status) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DeviceStatus Cap(DeviceStatus status) => status with
    {
        Page = Cut(status.Page, 64),
        Url = Cut(status.Url, LongestUrl),
        Title = Cut(status.Title, LongestText),
        Agent = Cut(status.Agent, LongestText),
        Visibility = Cut(status.Visibility, 16),
        Transport = Cut(status.Transport, 16),
        Viewport = status.Viewport is { Length: 3 } viewport ? viewport : null,
        Sensors = status.Sensors?.Take(MostSensors).DistinctBy(pair => Cut(pair.Key, 32)).ToDictionary(pair => Cut(pair.Key, 32), pair => Cut(pair.Value, 32)),
    };

    /// <summary>What is left can be stored: no half of a surrogate pair at the cut, and no U+0000, which is no character to PostgreSQL.</summary>
    private static string Cut(string? text, int longest)
    {
        text ??= "";
        var length = text.Length <= longest ? text.Length : char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return text[..length].Replace('\0', '\uFFFD');
    }
}
