using System.Text.Json;
using System.Text.Unicode;
using Bridge.Contracts;
using Bridge.Contracts.Topics;
using Bridge.Server.Security;

namespace Bridge.Server.Journal;

/// <summary>Reads <c>[{"feed":"log","batch":{…}},…]</c>: what a page sends when it is on its way out.</summary>
internal static class IngestReader
{
    /// <summary>Messages in one request. A page that leaves sends one for each feed, or a few.</summary>
    public const int MaximumEntries = 64;

    /// <summary>The entries, or null: it isn't such an array.</summary>
    public static List<IngestEntry>? Read(DeviceIdentity device, ReadOnlyMemory<byte> body)
    {
        try
        {
            return Utf8.IsValid(body.Span) ? ReadArray(device, body) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<IngestEntry>? ReadArray(DeviceIdentity device, ReadOnlyMemory<byte> body)
    {
        // Of the same length, so that places in it are places in the body.
        var json = new Utf8JsonReader(LoneSurrogates.Replace(body.Span));
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }

        var entries = new List<IngestEntry>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject || entries.Count == MaximumEntries || ReadEntry(ref json, device, body) is not { } entry)
            {
                return null;
            }

            entries.Add(entry);
        }

        return json.Read() ? null : entries;
    }

    private static IngestEntry? ReadEntry(ref Utf8JsonReader json, DeviceIdentity device, ReadOnlyMemory<byte> body)
    {
        BridgeTopic? topic = null;
        ReadOnlyMemory<byte>? batch = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isFeed = json.ValueTextEquals("feed"u8);
            var isBatch = json.ValueTextEquals("batch"u8);
            json.Read();
            if (isFeed && json.TokenType == JsonTokenType.String && !json.ValueIsEscaped)
            {
                topic = Feed(device, json.GetString()!);
            }
            else if (isBatch && json.TokenType == JsonTokenType.StartObject)
            {
                var start = (int)json.TokenStartIndex;
                json.Skip();
                batch = body[start..(int)json.BytesConsumed];
            }
            else
            {
                json.Skip();
            }
        }

        return topic is not null && batch is not null ? new IngestEntry(topic.Value, batch.Value) : null;
    }

    /// <summary>The feeds that a page may flush; not <c>reply</c>, which belongs to a connection.</summary>
    private static BridgeTopic? Feed(DeviceIdentity device, string feed) =>
        feed is FeedNames.Log or FeedNames.Net or FeedNames.Motion or FeedNames.Orientation ? BridgeTopic.Feed(device.Room, device.Device, feed) : null;
}
