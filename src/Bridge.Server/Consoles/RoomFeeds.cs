using System.Collections.Concurrent;
using Bridge.Mqtt.Broker;

namespace Bridge.Server.Consoles;

/// <summary>The feeds of the rooms that have been watched. One stays once made: rooms are few, and an unwatched one does no work.</summary>
internal sealed class RoomFeeds(MqttBroker broker, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<RoomFeed>> _feeds = new(StringComparer.Ordinal);

    public RoomFeed Get(string room) => _feeds.GetOrAdd(room, name => new Lazy<RoomFeed>(() => new RoomFeed(name, broker, time))).Value;

    public void Dispose()
    {
        foreach (var (_, feed) in _feeds)
        {
            feed.Value.Dispose();
        }
    }
}
