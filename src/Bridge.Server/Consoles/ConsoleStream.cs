using System.Runtime.CompilerServices;
using Bridge.Contracts;
using Bridge.Contracts.Topics;
using Bridge.Mqtt.Broker;
using Bridge.Server.Rooms;

namespace Bridge.Server.Consoles;

/// <summary>
/// One console's view of a room. First it joins the live feed, which remembers the last seconds; then it sends what the journal has, then the
/// retained states, then a frame that says "live", then what came lately, meanwhile and comes. So there is no gap; what is in the journal and
/// in the live feed comes twice, and a console tells by (device, page, feed, seq). Where the journal can't be read, the console gets what is live
/// all the same, and is told to begin again as soon as it can.
/// </summary>
internal sealed class ConsoleStream(RoomFeeds feeds, RoomWatchers watchers, MqttBroker broker, IConsoleHistory history, TimeProvider time)
{
    /// <summary>The time between two frames: a display's.</summary>
    private static readonly TimeSpan FrameGap = TimeSpan.FromMilliseconds(16);

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
        var past = new HistoryPass(history, time);
        feed.Add(queue, recent: since is not FromNow);
        try
        {
            if (since is not FromNow)
            {
                await foreach (var frame in past.ReadAsync(room, since, cancellation))
                {
                    yield return frame;
                }
            }

            yield return new ConsoleFrame(Retained(room));
            if (past.Trouble is { } trouble)
            {
                yield return new ConsoleFrame([], Live: true, Unread: trouble);
                await foreach (var frame in past.MeanwhileAsync(until => LiveAsync(queue, null, until), cancellation))
                {
                    yield return frame;
                }

                yield return new ConsoleFrame([], Again: true);
                yield break;
            }

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
