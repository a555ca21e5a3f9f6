namespace Bridge.Mqtt.Broker;

/// <summary>Why a message did not reach a receiver; a tag of the metric.</summary>
internal enum DropReason
{
    /// <summary>QoS 0 to a client that reads too slowly.</summary>
    SlowClient,

    /// <summary>QoS 1 or 2 for a client that is away, and whose queue is full.</summary>
    OfflineQueueFull,

    /// <summary>Its message expiry passed while it waited.</summary>
    Expired,

    /// <summary>Larger than the receiver's maximum packet size.</summary>
    TooLarge,

    /// <summary>The authorizer refused it: published with QoS 0, as a will, or waiting for a client that may not receive it.</summary>
    NotAuthorized,

    /// <summary>The interceptor refused it.</summary>
    Intercepted,

    /// <summary>QoS 0 whose topic is beyond our limits, or whose payload is not the text it claims to be.</summary>
    Invalid,

    /// <summary>No room for another retained message.</summary>
    RetainedFull,
}
