using System.Runtime.InteropServices;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>A message that waits for its handlers, and the connection that it came by, which takes the acknowledgement.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct InboundMessage(PublishPacket Packet, ClientConnection Connection);
