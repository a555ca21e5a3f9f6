using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// Cuts a client that says nothing for one and a half times its keep-alive [MQTT-3.1.2-22]. Hearing it only notes the time; the
/// one deadline looks at that when it comes, and moves on.
/// </summary>
internal sealed class KeepAliveWatch
{
    private readonly MqttConnection _connection;
    private readonly TimeProvider _time;
    private readonly RecurringDeadline _deadline;
    private TimeSpan _patience;
    private long _lastHeard;

    public KeepAliveWatch(MqttConnection connection, BrokerRuntime runtime)
    {
        _connection = connection;
        _time = runtime.Time;
        _deadline = new RecurringDeadline(runtime.Deadlines, static watch => ((KeepAliveWatch)watch).Check(), this);
    }

    public void Start(TimeSpan keepAlive)
    {
        Hear();
        _patience = keepAlive * 1.5;
        if (keepAlive > TimeSpan.Zero)
        {
            _deadline.Set(_patience);
        }
    }

    public void Hear() => Volatile.Write(ref _lastHeard, _time.GetTimestamp());

    /// <summary>Reading pauses: what the client says meanwhile isn't heard, so its time only starts afterwards.</summary>
    public void Excuse(TimeSpan pause) =>
        Volatile.Write(ref _lastHeard, _time.GetTimestamp() + (long)(pause.TotalSeconds * _time.TimestampFrequency));

    /// <summary>For good, also where it was never started.</summary>
    public void Stop() => _deadline.Stop();

    private void Check()
    {
        var left = _patience - _time.GetElapsedTime(Volatile.Read(ref _lastHeard));
        if (left > TimeSpan.Zero)
        {
            _deadline.Set(left);
            return;
        }

        _connection.Close(MqttReasonCode.KeepAliveTimeout, "Nothing was heard for one and a half times the keep-alive.");
    }
}
