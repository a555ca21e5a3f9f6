namespace Bridge.Mqtt.Broker;

/// <summary>A retained message as it is stored.</summary>
/// <param name="Message">Its retain flag is set.</param>
/// <param name="ExpiresAt">By the wall clock; null never.</param>
public sealed record StoredRetained(MqttApplicationMessage Message, DateTimeOffset? ExpiresAt);
