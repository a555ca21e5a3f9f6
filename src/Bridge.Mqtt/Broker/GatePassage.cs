using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>Shows guarded messages to the gate and settles their acknowledgements when it has decided.</summary>
internal sealed class GatePassage(BrokerRuntime runtime, IMqttPublishGate gate)
{
    public bool Guards(TopicRoute topic) => topic.IsGuarded ??= gate.Guards(topic.Topic);

    /// <summary>Takes over the publication's reference.</summary>
    public void Pass(MqttSession session, MqttClientInfo sender, PendingAck ack, Publication publication)
    {
        ValueTask<MqttReasonCode> accepted;
        try
        {
            accepted = gate.AcceptAsync(sender, publication.Delivery(runtime.Time, isReplay: false));
        }
#pragma warning disable CA1031 // A gate that throws has not accepted; the sender is told, the exception logged.
        catch (Exception error)
#pragma warning restore CA1031
        {
            accepted = ValueTask.FromException<MqttReasonCode>(error);
        }

        _ = AwaitAsync(accepted, session, ack, publication);
    }

    private async Task AwaitAsync(ValueTask<MqttReasonCode> accepted, MqttSession session, PendingAck ack, Publication publication)
    {
        MqttReasonCode reason;
        try
        {
            reason = await accepted;
        }
#pragma warning disable CA1031 // As above.
        catch (Exception error)
#pragma warning restore CA1031
        {
            runtime.Log.GateFailed(error);
            reason = MqttReasonCode.UnspecifiedError;
        }

        publication.Release();
        var turn = Turn.Begin();
        try
        {
            if (reason >= MqttReasonCode.UnspecifiedError)
            {
                ack.Reason = reason;
            }
            else if (ack.Type == MqttPacketType.PubRec)
            {
                lock (session.Sync)
                {
                    session.ReceivedQoS2.Accept(ack.PacketId);
                    session.MarkChanged();
                }
            }

            ack.Settle(turn);
        }
        finally
        {
            turn.End();
        }
    }
}
