using System.Threading.Channels;

namespace Bridge.Server.Consoles;

/// <summary>
/// What waits for one console: at most 4 MiB. Where it would be more, the oldest sensor messages go first, then the oldest of the others;
/// sensor messages that have waited 5 s go anyway, for they are of no use to a live chart. What went is counted, never silent.
/// Adding never waits: a console that doesn't read costs the others nothing.
/// </summary>
internal sealed class ConsoleQueue(TimeProvider time)
{
    public const int MostBytes = 4 * 1024 * 1024;
    public static readonly TimeSpan LongestSensorWait = TimeSpan.FromSeconds(5);
    private const int FrameBytes = 256 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<ConsoleMessage> _others = new();
    private readonly Queue<ConsoleMessage> _sensors = new();
    private readonly Channel<bool> _filled = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _bytes;
    private long _skippedOthers;
    private long _skippedSensors;

    public void Add(ConsoleMessage message)
    {
        lock (_lock)
        {
            (message.IsSensor ? _sensors : _others).Enqueue(message);
            _bytes += message.Size;
            while (_bytes > MostBytes && (Skip(_sensors, ref _skippedSensors) || Skip(_others, ref _skippedOthers)))
            {
            }
        }

        _filled.Writer.TryWrite(true);
    }

    /// <summary>Whether all that came has been taken.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _bytes == 0;
            }
        }
    }

    /// <summary>Waits until there is something to take.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => _filled.Reader.ReadAsync(cancellation);

    /// <summary>Takes a frame's worth, at most 256 KiB; what is left wakes the next wait.</summary>
    public (List<ConsoleMessage> Messages, SkippedCount? Skipped) Take()
    {
        lock (_lock)
        {
            SkipStaleSensors();
            var messages = new List<ConsoleMessage>();
            var bytes = 0;
            while (bytes < FrameBytes && (_others.TryDequeue(out var message) || _sensors.TryDequeue(out message)))
            {
                messages.Add(message);
                bytes += message.Size;
            }

            _bytes -= bytes;
            if (_bytes > 0)
            {
                _filled.Writer.TryWrite(true);
            }

            var skipped = _skippedOthers + _skippedSensors > 0 ? new SkippedCount(_skippedOthers, _skippedSensors) : null;
            (_skippedOthers, _skippedSensors) = (0, 0);
            return (messages, skipped);
        }
    }

    private void SkipStaleSensors()
    {
        var oldest = (time.GetUtcNow() - LongestSensorWait).ToUnixTimeMilliseconds();
        while (_sensors.TryPeek(out var sensor) && sensor.Time < oldest && Skip(_sensors, ref _skippedSensors))
        {
        }
    }

    private bool Skip(Queue<ConsoleMessage> queue, ref long skipped)
    {
        if (!queue.TryDequeue(out var message))
        {
            return false;
        }

        _bytes -= message.Size;
        skipped++;
        return true;
    }
}
