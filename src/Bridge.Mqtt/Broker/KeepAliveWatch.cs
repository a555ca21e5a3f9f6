using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// Cuts a client that says nothing for one and a half times its keep-alive [MQTT-3.1.2-22]. Hearing it only notes the time; the
/// one deadline looks at that when it comes, and moves on.
/// </summary>
internal sealed class KeepAliveWatch(MqttConnection connection, BrokerRuntime runtime)
{
    private Deadline? _deadline;
    private TimeSpan _patience;
    private long _lastHeard;

    public void Start(TimeSpan keepAlive)
    {
        Hear();
        _patience = keepAlive * 1.5;
        if (keepAlive > TimeSpan.Zero)
        {
            Schedule(_patience);
        }
    }

    public void Hear() => Volatile.Write(ref _lastHeard, runtime.Time.GetTimestamp());

    /// <summary>Reading pauses: what the client says meanwhile isn't heard, so its time only starts afterwards.</summary>
    public void Excuse(TimeSpan pause) =>
        Volatile.Write(ref _lastHeard, runtime.Time.GetTimestamp() + (long)(pause.TotalSeconds * runtime.Time.TimestampFrequency));

    public void Stop() => _deadline?.Cancel();

    private void Schedule(TimeSpan after) =>
        _deadline = runtime.Deadlines.Schedule(after, static watch => ((KeepAliveWatch)watch).Check(), this);

    private void Check()
    {
        if (connection.IsClosing)
        {
            return;
        }

        var left = _patience - runtime.Time.GetElapsedTime(Volatile.Read(ref _lastHeard));
        if (left > TimeSpan.Zero)
        {
            Schedule(left);
            return;
        }

        connection.Close(MqttReasonCode.KeepAliveTimeout, "Nothing was heard for one and a half times the keep-alive.");
    }
}
