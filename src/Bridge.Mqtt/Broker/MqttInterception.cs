using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Broker;

/// <summary>What an interceptor makes of a message.</summary>
public sealed class MqttInterception
{
    private MqttInterception(MqttReasonCode reason, MqttApplicationMessage? changed)
    {
        Reason = reason;
        Changed = changed;
    }

    /// <summary>Goes on as it is.</summary>
    public static MqttInterception Pass { get; } = new(MqttReasonCode.Success, changed: null);

    /// <summary>Nobody gets it, and the sender hears of a success: the interceptor has done with it what was to be done.</summary>
    public static MqttInterception Consume { get; } = new(MqttReasonCode.Success, changed: null);

    internal MqttReasonCode Reason { get; }

    /// <summary>What goes on instead; null otherwise.</summary>
    internal MqttApplicationMessage? Changed { get; }

    /// <summary>Goes on as another message, which may be on another topic, for which nobody is asked again. The sender is acknowledged by the QoS that it used.</summary>
    /// <exception cref="ArgumentException">The topic is not valid.</exception>
    public static MqttInterception Change(MqttApplicationMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return TopicName.IsValid(message.Topic)
            ? new(MqttReasonCode.Success, message)
            : throw new ArgumentException($"'{message.Topic}' is not a topic name.", nameof(message));
    }

    /// <summary>
    /// Nobody gets it. A 5.0 sender of QoS 1 or 2 hears the reason; to others there is no way to say it: they hear of a success, or nothing. Counted as
    /// dropped.
    /// </summary>
    /// <param name="reason">0x80 or above, one that PUBACK and PUBREC may carry.</param>
    public static MqttInterception Refuse(MqttReasonCode reason)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((byte)reason, (byte)0x80, nameof(reason));
        return new(reason, changed: null);
    }
}
