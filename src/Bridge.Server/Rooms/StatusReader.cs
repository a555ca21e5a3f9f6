using System.Text.Json;
using Bridge.Contracts;
using Bridge.Contracts.Feeds;
using Bridge.Server.Storage;

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
            var status = JsonSerializer.Deserialize(LoneSurrogates.Replace(payload), BridgeJson.Default.DeviceStatus);
            return status is { Page: not null, Url: not null } ? Cap(status) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DeviceStatus Cap(DeviceStatus status) => status with
    {
        Page = StorableText.Cut(status.Page, 64),
        Url = StorableText.Cut(status.Url, LongestUrl),
        Title = StorableText.Cut(status.Title, LongestText),
        Agent = StorableText.Cut(status.Agent, LongestText),
        Visibility = StorableText.Cut(status.Visibility, 16),
        Transport = StorableText.Cut(status.Transport, 16),
        Viewport = status.Viewport is { Length: 3 } viewport ? viewport : null,
        Sensors = status.Sensors?.Take(MostSensors)
            .Select(sensor => (Name: StorableText.Cut(sensor.Key, 32), State: StorableText.Cut(sensor.Value, 32)))
            .DistinctBy(sensor => sensor.Name)
            .ToDictionary(sensor => sensor.Name, sensor => sensor.State),
    };
}
