using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// Aborts a peer that takes nothing for too long. One deadline at a time per connection, however often flushes have to wait.
/// </summary>
internal sealed class FlushWatch(MqttConnection connection, BrokerRuntime runtime)
{
    private long _since;
    private int _armed;

    /// <summary>A flush has begun to wait.</summary>
    public void Arm()
    {
        Volatile.Write(ref _since, runtime.Time.GetTimestamp());
        if (Interlocked.Exchange(ref _armed, 1) == 0)
        {
            Schedule(runtime.Options.Limits.WriteTimeout);
        }
    }

    private void Schedule(TimeSpan after) =>
        runtime.Deadlines.Schedule(after, static watch => ((FlushWatch)watch).Check(), this);

    private void Check()
    {
        if (!connection.Writer.HasPendingFlush)
        {
            Volatile.Write(ref _armed, 0);
            return;
        }

        var left = runtime.Options.Limits.WriteTimeout - runtime.Time.GetElapsedTime(Volatile.Read(ref _since));
        if (left > TimeSpan.Zero)
        {
            Schedule(left);
            return;
        }

        connection.Close(MqttReasonCode.UnspecifiedError, "Nothing was read.", abort: true);
    }
}
