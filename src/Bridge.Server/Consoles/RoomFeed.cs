using System.Collections.Concurrent;
using Bridge.Contracts.Topics;
using Bridge.Mqtt.Broker;

namespace Bridge.Server.Consoles;

/// <summary>
/// A room's messages for its consoles: one subscription to the broker and one encoding, however many consoles there are. Commands and replies
/// are left out: whoever gave a command gets its replies.
/// </summary>
internal sealed class RoomFeed : IDisposable
{
    private readonly ConcurrentDictionary<ConsoleQueue, byte> _queues = new();
    private readonly TimeProvider _time;
    private readonly IDisposable _subscription;

    public RoomFeed(string room, MqttBroker broker, TimeProvider time)
    {
        _time = time;
        _subscription = broker.Subscribe(BridgeTopic.RoomFilter(room), OnDelivery);
    }

    public void Add(ConsoleQueue queue) => _queues[queue] = 0;

    public void Remove(ConsoleQueue queue) => _queues.TryRemove(queue, out _);

    public void Dispose() => _subscription.Dispose();

    /// <summary>Whether consoles see a topic.</summary>
    public static bool IsShown(string topic) => BridgeTopic.TryParse(topic, out var parsed) && parsed.Value.Kind switch
    {
        TopicKind.Down or TopicKind.DownAll => false,
        TopicKind.Feed => parsed.Value.Name is not (FeedNames.Reply or FeedNames.Status),
        _ => true,
    };

    private void OnDelivery(MqttDelivery delivery)
    {
        if (_queues.IsEmpty || !IsShown(delivery.Topic))
        {
            return;
        }

        var message = new ConsoleMessage(delivery.Topic, _time.GetUtcNow().ToUnixTimeMilliseconds(), PayloadJson.From(delivery.Payload.Span));
        foreach (var (queue, _) in _queues)
        {
            queue.Add(message);
        }
    }
}
