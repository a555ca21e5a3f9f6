using System.Collections.Concurrent;
using Bridge.Contracts;
using Bridge.Contracts.Topics;
using Bridge.Mqtt.Broker;

namespace Bridge.Server.Consoles;

/// <summary>
/// Sorts what the broker delivers by room: one subscription for all. Commands and replies are left out: whoever gave a command gets its
/// replies; so are statuses, which the relay makes states of.
/// </summary>
internal sealed class RoomFeeds : IDisposable
{
    /// <summary>Topics whose way is remembered; applications may invent event names without end, so it starts anew when full.</summary>
    private const int MostRoutes = 10_000;

    private readonly ConcurrentDictionary<string, RoomFeed> _feeds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Route> _routes = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly IDisposable _subscription;

    public RoomFeeds(MqttBroker broker, TimeProvider time)
    {
        _time = time;
        _subscription = broker.Subscribe($"{BridgeProtocol.TopicRoot}/#", OnDelivery);
    }

    /// <summary>The feed of a room that exists.</summary>
    public RoomFeed Get(string room) => _feeds.GetOrAdd(room, _ => new RoomFeed(_time));

    public void Dispose() => _subscription.Dispose();

    /// <summary>Whether consoles see a topic.</summary>
    public static bool IsShown(BridgeTopic topic) => topic.Kind switch
    {
        TopicKind.Down or TopicKind.DownAll => false,
        TopicKind.Feed => topic.Name is not (FeedNames.Reply or FeedNames.Status),
        _ => true,
    };

    private void OnDelivery(MqttDelivery delivery)
    {
        if (!_routes.TryGetValue(delivery.Topic, out var route))
        {
            if (_routes.Count >= MostRoutes)
            {
                _routes.Clear();
            }

            _routes[delivery.Topic] = route = Find(delivery.Topic);
        }

        route.Feed?.Publish(delivery.Topic, delivery.Payload.Span, route.Journalled);
    }

    private Route Find(string topic) => BridgeTopic.TryParse(topic, out var parsed) && IsShown(parsed.Value)
        ? new Route(Get(parsed.Value.Room), parsed.Value is { Kind: TopicKind.Feed, Name: FeedNames.Log or FeedNames.Net })
        : new Route(null, Journalled: false);

    private sealed record Route(RoomFeed? Feed, bool Journalled);
}
