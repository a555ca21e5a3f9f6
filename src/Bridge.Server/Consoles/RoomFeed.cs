using System.Collections.Concurrent;

namespace Bridge.Server.Consoles;

/// <summary>
/// A room's messages for its consoles, encoded once however many consoles there are. Keeps what came in the last seconds: a message that a
/// console was too late to see live may still be on its way into the journal when the console reads that.
/// </summary>
internal sealed class RoomFeed(TimeProvider time)
{
    /// <summary>Far longer than a commit takes.</summary>
    private static readonly TimeSpan RecentTime = TimeSpan.FromSeconds(10);

    private const int RecentBytes = 1024 * 1024;

    private readonly ConcurrentDictionary<ConsoleQueue, byte> _queues = new();
    private readonly Lock _lock = new();
    private readonly Queue<ConsoleMessage> _recent = new();
    private int _recentBytes;

    /// <summary>Joins a console. With <paramref name="recent"/> it first gets what came lately, which it may get from the journal, too.</summary>
    public void Add(ConsoleQueue queue, bool recent)
    {
        lock (_lock)
        {
            foreach (var message in recent ? _recent : [])
            {
                queue.Add(message);
            }

            _queues[queue] = 0;
        }
    }

    public void Remove(ConsoleQueue queue) => _queues.TryRemove(queue, out _);

    /// <summary>Passes a message on. <paramref name="journalled"/>: whether the journal will have it.</summary>
    public void Publish(string topic, ReadOnlySpan<byte> payload, bool journalled)
    {
        if (_queues.IsEmpty && !journalled)
        {
            return;
        }

        var message = new ConsoleMessage(topic, time.GetUtcNow().ToUnixTimeMilliseconds(), PayloadJson.From(payload));
        if (!journalled)
        {
            Pass(message);
            return;
        }

        // Under the lock, so that a console that joins now gets it exactly once from here: lately or live.
        lock (_lock)
        {
            Keep(message);
            Pass(message);
        }
    }

    private void Pass(ConsoleMessage message)
    {
        foreach (var (queue, _) in _queues)
        {
            queue.Add(message);
        }
    }

    private void Keep(ConsoleMessage message)
    {
        _recent.Enqueue(message);
        _recentBytes += message.Size;
        var oldest = message.Time - (long)RecentTime.TotalMilliseconds;
        while (_recent.TryPeek(out var first) && (_recentBytes > RecentBytes || first.Time < oldest))
        {
            _recent.Dequeue();
            _recentBytes -= first.Size;
        }
    }
}
