using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>A message on its way out, until the server has taken it over.</summary>
internal sealed class PendingPublish(PublishPacket packet, long order)
{
    private readonly TaskCompletionSource<MqttReasonCode> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The message; with its packet identifier once that is chosen.</summary>
    public PublishPacket Packet { get; set; } = packet;

    /// <summary>Counts up with each publish of the client: redelivery keeps this order [MQTT-4.6.0-1].</summary>
    public long Order { get; } = order;

    /// <summary>Whether PUBREC has come, and PUBREL is what is to be repeated (QoS 2).</summary>
    public bool Received { get; set; }

    /// <summary>Ends when the server has the message: sent (QoS 0), PUBACK or PUBCOMP.</summary>
    public Task<MqttReasonCode> Done => _done.Task;

    public void Complete(MqttReasonCode code, string? reason = null)
    {
        if (code >= MqttReasonCode.UnspecifiedError)
        {
            Fail(new MqttClientException(code, reason));
        }
        else
        {
            _done.TrySetResult(code);
        }
    }

    public void Fail(Exception cause)
    {
        _done.TrySetException(cause);

        // Seen, whoever still waits: a publisher that was cancelled doesn't.
        _ = _done.Task.Exception;
    }
}
