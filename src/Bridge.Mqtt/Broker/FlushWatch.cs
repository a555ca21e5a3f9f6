using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// Aborts a peer that takes nothing for too long. One deadline at a time per connection, however often flushes have to wait. Its lock comes before the
/// deadline's, and nothing is called back with it.
/// </summary>
internal sealed class FlushWatch
{
    private readonly Lock _sync = new();
    private readonly MqttConnection _connection;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly RecurringDeadline _deadline;
    private long _since;
    private bool _isArmed;

    public FlushWatch(MqttConnection connection, BrokerRuntime runtime)
    {
        _connection = connection;
        _time = runtime.Time;
        _timeout = runtime.Options.Limits.WriteTimeout;
        _deadline = new RecurringDeadline(runtime.Deadlines, static watch => ((FlushWatch)watch).Check(), this);
    }

    /// <summary>A flush has begun to wait: <see cref="ConnectionWriter.HasPendingFlush"/> already says so, or it could be missed.</summary>
    public void Arm()
    {
        lock (_sync)
        {
            _since = _time.GetTimestamp();
            if (!_isArmed)
            {
                _isArmed = true;
                _deadline.Set(_timeout);
            }
        }
    }

    /// <summary>For good.</summary>
    public void Stop() => _deadline.Stop();

    private void Check()
    {
        lock (_sync)
        {
            _isArmed = _connection.Writer.HasPendingFlush;
            if (!_isArmed)
            {
                return;
            }

            var left = _timeout - _time.GetElapsedTime(_since);
            if (left > TimeSpan.Zero)
            {
                _deadline.Set(left);
                return;
            }
        }

        _connection.Close(MqttReasonCode.UnspecifiedError, "Nothing was read.", abort: true);
    }
}
