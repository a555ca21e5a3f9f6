using System.Runtime.InteropServices;

namespace Bridge.Mqtt.Packets;

/// <summary>A user property (MQTT 5.0 section 3.1.2.11.8). Names may repeat; the order is kept.</summary>
/// <param name="Name">At most 65,535 bytes of UTF-8.</param>
/// <param name="Value">At most 65,535 bytes of UTF-8.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MqttUserProperty(string Name, string Value);
