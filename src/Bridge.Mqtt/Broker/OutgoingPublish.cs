using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// A message while it is handed to its receivers. It points into the buffer that it was read from; whoever must keep it
/// beyond the call takes <see cref="Keep"/>, which copies it once for all.
/// </summary>
internal ref struct OutgoingPublish
{
    public required TopicRoute Topic { get; init; }

    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>What is forwarded unaltered, in 5.0's encoding, without its length.</summary>
    public ReadOnlySpan<byte> Properties { get; init; }

    public MqttQoS QoS { get; init; }

    public bool Retain { get; init; }

    /// <summary>A timestamp of the broker's clock; <see cref="long.MaxValue"/> never.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>The publishing session, for No Local; null for a program of this process. Not kept with the message, which may outlive it.</summary>
    public MqttSession? Origin { get; init; }

    public MqttClientInfo? Sender { get; init; }

    /// <summary>The lasting copy, once somebody needed it. Whoever made this value releases it.</summary>
    public Publication? Shared { get; set; }

    /// <summary>What it weighs in a queue, in bytes.</summary>
    public readonly int Weight => Payload.Length + Properties.Length + Topic.Utf8.Length;

    /// <summary>The lasting copy with one reference more, which is the caller's.</summary>
    public Publication Keep()
    {
        if (Shared is null)
        {
            Shared = PublicationPool.Rent();
            Shared.Fill(in this);
        }

        return Shared.AddReference();
    }
}
