using System.IO.Pipelines;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>CONNECT, the steps of enhanced authentication where there are any, CONNACK.</summary>
internal static class ClientHandshake
{
    public static async Task<ConnAckPacket> RunAsync(
        PipeWriter output, PacketSource source, ConnectPacket connect, MqttClientOptions options, CancellationToken cancellation)
    {
        if (options.Connecting is { } ask)
        {
            var asked = await ask(connect, cancellation);
            connect = connect with
            {
                UserName = asked.UserName,
                Password = asked.Password,
                Will = asked.Will,
                UserProperties = asked.UserProperties,
                AuthenticationData = asked.AuthenticationData,
            };
        }

        await SendAsync(output, connect, options, cancellation);
        while (true)
        {
            switch (await source.ReadAsync(cancellation))
            {
                case ConnAckPacket { SessionPresent: true } when connect.CleanStart:
                    // There can be no session where a new one was asked for [MQTT-3.2.2-2], and none is held here [MQTT-3.2.2-4].
                    throw new MqttClientException(MqttReasonCode.ProtocolError, "a session is present after a clean start");
                case ConnAckPacket { ReasonCode: MqttReasonCode.Success } accepted:
                    return accepted;
                case ConnAckPacket refused:
                    throw new MqttClientException(refused.ReasonCode, refused.ReasonString) { ServerReference = refused.ServerReference };
                case AuthPacket auth:
                    await SendAsync(output, Answer(auth, options), options, cancellation);
                    break;
                case DisconnectPacket disconnect:
                    throw new MqttClientException(disconnect.ReasonCode, disconnect.ReasonString);
                case null:
                    throw new MqttClientException("The server closed the connection before CONNACK.");
                default:
                    // The server sends CONNACK before any other packet but AUTH [MQTT-3.2.0-1].
                    throw new MqttClientException(MqttReasonCode.ProtocolError, "the first packet is not CONNACK");
            }
        }
    }

    /// <summary>The client's AUTH to the server's: the same method, data from the program [MQTT-4.12.0-5].</summary>
    public static AuthPacket Answer(AuthPacket auth, MqttClientOptions options)
    {
        if (options.Authenticate is not { } authenticate || auth.AuthenticationMethod != options.AuthenticationMethod)
        {
            throw new MqttClientException(MqttReasonCode.BadAuthenticationMethod);
        }

        return new AuthPacket
        {
            ReasonCode = MqttReasonCode.ContinueAuthentication,
            AuthenticationMethod = auth.AuthenticationMethod,
            AuthenticationData = authenticate(auth.AuthenticationData ?? default),
        };
    }

    private static async Task SendAsync(PipeWriter output, MqttPacket packet, MqttClientOptions options, CancellationToken cancellation)
    {
        MqttPacketWriter.Write(output, packet, options.Version);
        await output.FlushAsync(cancellation);
    }
}
