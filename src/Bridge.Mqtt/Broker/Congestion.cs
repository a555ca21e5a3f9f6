using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// What happens while a connected client's queue is more than half full: acknowledgements to its senders wait, which slows them
/// through receive maximum; and if it was never below half for the grace time, the client is cut. Guarded by the session's lock.
/// </summary>
internal sealed class Congestion(MqttSession session, BrokerRuntime runtime)
{
    private List<PendingAck>? _waiting;
    private Deadline? _grace;
    private bool _wasBelowHalf;

    public void EnterWithLock()
    {
        if (_grace is null)
        {
            StartGraceWithLock();
        }
    }

    public void HoldBackWithLock(PendingAck ack)
    {
        ack.AddWait();
        (_waiting ??= []).Add(ack);
    }

    /// <summary>The client is gone: nothing of it is held until the grace would have ended.</summary>
    public void EndWithLock(Turn turn)
    {
        _grace?.Cancel();
        _grace = null;
        LeaveWithLock(turn);
    }

    /// <summary>Below half again.</summary>
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
        _wasBelowHalf = false;
        _grace = runtime.Deadlines.Schedule(
            runtime.Options.Limits.SlowClientGrace, static congestion => ((Congestion)congestion).EndGrace(), this);
    }

    private void EndGrace()
    {
        lock (session.Sync)
        {
            if (_grace is not { IsCancelled: true })
            {
                // That of an earlier connection, which ended just as it came.
                return;
            }

            _grace = null;
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
