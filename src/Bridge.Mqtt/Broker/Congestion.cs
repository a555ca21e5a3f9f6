using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// What happens while a connected client's queue is more than half full: acknowledgements to its senders wait, which slows them
/// through receive maximum; and if it was never below half for the grace time, the client is cut. Guarded by the session's lock.
/// </summary>
internal sealed class Congestion(MqttSession session, BrokerRuntime runtime)
{
    private List<PendingAck>? _waiting;
    private bool _graceRuns;
    private bool _wasBelowHalf;

    public void EnterWithLock()
    {
        if (!_graceRuns)
        {
            StartGraceWithLock();
        }
    }

    public void HoldBackWithLock(PendingAck ack)
    {
        ack.AddWait();
        (_waiting ??= []).Add(ack);
    }

    /// <summary>Below half again, or gone.</summary>
    public void LeaveWithLock(Turn turn)
    {
        _wasBelowHalf = true;
        if (_waiting is null)
        {
            return;
        }

        foreach (var ack in _waiting)
        {
            turn.Release(ack);
        }

        _waiting = null;
    }

    private void StartGraceWithLock()
    {
        _graceRuns = true;
        _wasBelowHalf = false;
        runtime.Deadlines.Schedule(
            runtime.Options.Limits.SlowClientGrace, static congestion => ((Congestion)congestion).EndGrace(), this);
    }

    private void EndGrace()
    {
        lock (session.Sync)
        {
            _graceRuns = false;
            if (!session.IsConnected || !session.Outbox.IsCongestedWithLock)
            {
                return;
            }

            if (_wasBelowHalf)
            {
                StartGraceWithLock();
            }
            else
            {
                session.CutWithLock(MqttReasonCode.QuotaExceeded, "Messages are not acknowledged fast enough.");
            }
        }
    }
}
