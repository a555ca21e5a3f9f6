using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>Why a connection ends; the first reason counts.</summary>
/// <param name="Code">As in DISCONNECT.</param>
/// <param name="Text">For people, or null.</param>
/// <param name="Graceful">The client said DISCONNECT and wants no will.</param>
/// <param name="Abort">The peer takes nothing any more: nothing is flushed.</param>
internal sealed record CloseReason(MqttReasonCode Code, string? Text = null, bool Graceful = false, bool Abort = false)
{
    /// <summary>Ends when everybody who waits for the peer was woken: from then on nobody but the connection itself is at its transport.</summary>
    public TaskCompletionSource Woken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
