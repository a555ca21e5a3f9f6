namespace Bridge.Mqtt.Tests.Client;

/// <summary>Counts the timers that are made of another clock: so a test knows that what it is about to let pass is being waited for.</summary>
internal sealed class ObservedTime(TimeProvider inner) : TimeProvider
{
    private int _timers;

    public int Timers => Volatile.Read(ref _timers);

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = inner.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref _timers);
        return timer;
    }
}
