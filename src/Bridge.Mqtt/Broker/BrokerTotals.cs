using System.Runtime.InteropServices;

namespace Bridge.Mqtt.Broker;

/// <summary>Messages and bytes since the start.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BrokerTotals(long MessagesReceived, long MessagesSent, long BytesReceived, long BytesSent)
{
    public static BrokerTotals Of(MqttConnection connection) => new(
        connection.Dispatcher?.MessagesReceived ?? 0,
        connection.MessagesSent,
        connection.BytesRead,
        connection.Writer.BytesWritten);

    public static BrokerTotals operator +(BrokerTotals a, BrokerTotals b) => new(
        a.MessagesReceived + b.MessagesReceived,
        a.MessagesSent + b.MessagesSent,
        a.BytesReceived + b.BytesReceived,
        a.BytesSent + b.BytesSent);
}
