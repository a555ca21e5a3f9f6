using System.Runtime.CompilerServices;
using Bridge.Contracts;
using Bridge.Contracts.Topics;
using Bridge.Mqtt.Broker;
using Bridge.Server.Rooms;

namespace Bridge.Server.Consoles;

/// <summary>
/// One console's view of a room. First it joins the live feed, which remembers the last seconds; then it sends what the journal has, then the
/// retained states, then a frame that says "live", then what came lately, meanwhile and comes. So there is no gap; what is in the journal and
/// in the live feed comes twice, and a console tells by (device, page, feed, seq).
/// </summary>
internal sealed class ConsoleStream(RoomFeeds feeds, RoomWatchers watchers, MqttBroker broker, IConsoleHistory history, TimeProvider time)
{
    /// <summary>The time between two frames: a display's.</summary>
    private static readonly TimeSpan FrameGap = TimeSpan.FromMilliseconds(16);

    private const int HistoryFrame = 200;

    /// <summary>Instead of a cursor: no history.</summary>
    private const string FromNow = "now";

    /// <summary>Frames until the console goes away.</summary>
    /// <param name="room">An existing room.</param>
    /// <param name="since">The cursor that the console has reached; null for a new one; <c>now</c> for no history.</param>
    /// <param name="cancellation">The console going away.</param>
    public async IAsyncEnumerable<ConsoleFrame> WatchAsync(string room, string? since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var queue = new ConsoleQueue(time);
        var feed = feeds.Get(room);
        using var watcher = watchers.Add(room);
        feed.Add(queue, recent: since is not FromNow);
        try
        {
            if (since is not FromNow)
            {
                await foreach (var frame in HistoryAsync(room, since, cancellation))
                {
                    yield return frame;
                }
            }

            yield return new ConsoleFrame(Retained(room));
            var cursor = history.Cursor;
            yield return new ConsoleFrame([], Live: true, Cursor: cursor);

            await foreach (var frame in LiveAsync(queue, cursor, cancellation))
            {
                yield return frame;
            }
        }
        finally
        {
            feed.Remove(queue);
        }
    }

    private async IAsyncEnumerable<ConsoleFrame> HistoryAsync(string room, string? since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var messages = new List<ConsoleMessage>(HistoryFrame);
        await foreach (var message in history.ReadAsync(room, since, cancellation))
        {
            messages.Add(message);
            if (messages.Count == HistoryFrame)
            {
                yield return new ConsoleFrame(messages, Cursor: message.Cursor);
                messages = new List<ConsoleMessage>(HistoryFrame);
            }
        }

        if (messages.Count > 0)
        {
            yield return new ConsoleFrame(messages, Cursor: messages[^1].Cursor);
        }
    }

    private async IAsyncEnumerable<ConsoleFrame> LiveAsync(ConsoleQueue queue, string? cursor, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var lastFrame = 0L;
        while (await queue.WaitAsync(cancellation))
        {
            var gap = FrameGap - time.GetElapsedTime(lastFrame);
            if (gap > TimeSpan.Zero)
            {
                await Task.Delay(gap, time, cancellation);
            }

            // The cursor is read before the queue: what it covers was published before, so it is in the queue or has been sent. It is told
            // once the queue is empty: a console that went away before would miss what still waits.
            var reached = history.Cursor;
            var (messages, skipped) = queue.Take();
            if (messages.Count > 0 || skipped is not null)
            {
                lastFrame = time.GetTimestamp();
                var moved = queue.IsEmpty && !string.Equals(reached, cursor, StringComparison.Ordinal);
                yield return new ConsoleFrame(messages, skipped, Cursor: moved ? reached : null);
                cursor = moved ? reached : cursor;
            }
        }
    }

    private List<ConsoleMessage> Retained(string room)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return
        [
            .. broker.Retained($"{BridgeProtocol.TopicRoot}/{room}/#")
                .Where(message => BridgeTopic.TryParse(message.Topic, out var topic) && RoomFeeds.IsShown(topic.Value))
                .Select(message => new ConsoleMessage(message.Topic, now, PayloadJson.From(message.Payload.Span))),
        ];
    }
}
