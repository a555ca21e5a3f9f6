using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>A SUBSCRIBE or UNSUBSCRIBE that waits for its answer. A lost connection sends it again, under a new identifier.</summary>
/// <param name="make">Makes the packet for an identifier.</param>
internal sealed class PendingExchange(Func<ushort, MqttPacket> make)
{
    private readonly TaskCompletionSource<MqttPacket> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>SUBACK or UNSUBACK.</summary>
    public Task<MqttPacket> Answer => _answer.Task;

    public MqttPacket Make(ushort packetId) => make(packetId);

    public void Complete(MqttPacket answer) => _answer.TrySetResult(answer);

    public void Fail(Exception cause)
    {
        _answer.TrySetException(cause);

        // Seen, whoever still waits: a subscriber that was cancelled doesn't.
        _ = _answer.Task.Exception;
    }
}
