using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>
/// Keep alive (section 3.1.2.10). Looks twice in the time: where nothing was sent or nothing came since the last look it sends PINGREQ, and
/// where nothing came since a PINGREQ it ends the connection.
/// </summary>
internal static class KeepAlive
{
    public static async Task RunAsync(ConnectionWriter writer, ConnAckPacket accepted, MqttClientOptions options, CancellationToken cancellation)
    {
        // The server's value wins [MQTT-3.2.2-21].
        var keepAlive = accepted.ServerKeepAlive is { } seconds ? TimeSpan.FromSeconds(seconds) : options.KeepAlive;
        if (keepAlive < TimeSpan.FromSeconds(1))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, options.Time, cancellation);
        }

        var (sent, received) = (writer.Sent, writer.Received);
        var asked = false;
        while (true)
        {
            await Task.Delay(keepAlive / 2, options.Time, cancellation);
            var heard = writer.Received != received;
            if (asked && !heard)
            {
                throw new MqttClientException("The server does not answer PINGREQ.");
            }

            asked = writer.Sent == sent || !heard;
            (sent, received) = (writer.Sent, writer.Received);
            if (asked)
            {
                writer.Send(MqttPacketType.PingReq);
            }
        }
    }
}
