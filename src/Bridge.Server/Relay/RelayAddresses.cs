namespace Bridge.Server.Relay;

/// <summary>The addresses of a started relay, as in its ready line.</summary>
/// <param name="Device">The device listener, http, by the address that phones reach.</param>
/// <param name="DeviceTls">The device listener, https; null when it is off.</param>
/// <param name="Console">The console listener.</param>
/// <param name="Mqtt">The MQTT listener.</param>
public sealed record RelayAddresses(string Device, string? DeviceTls, string Console, string Mqtt);
