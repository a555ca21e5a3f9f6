using System.Buffers;
using System.IO.Pipelines;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// Reads what a client says before CONNACK: the first packet, which must be CONNECT [MQTT-3.1.0-1], and the AUTHs of enhanced authentication.
/// What follows stays in the pipe.
/// </summary>
internal sealed class ConnectReader(MqttConnection connection, PipeReader input, MqttPacketReader reader)
{
    private static readonly MqttFault NotAuth = MqttFault.Protocol("MQTT-3.1.2-30", "Another packet than AUTH before CONNACK.");
    private static readonly MqttFault OtherMethod = MqttFault.Protocol("MQTT-4.12.0-5", "AUTH with another method than CONNECT.");

    private delegate bool Take<TPacket>(ref ReadOnlySequence<byte> buffer, out TPacket? packet, out bool isOver);

    /// <summary>Bytes read.</summary>
    public long Bytes { get; private set; }

    /// <summary>CONNECT. Null if there was none, or none that we serve; then the answer, if one is due, is written.</summary>
    public ValueTask<ConnectPacket?> ReadAsync() => ReadAsync<ConnectPacket>(TryReadConnect);

    /// <summary>Sends AUTH 0x18 and reads the client's. Null as above, or if the client left.</summary>
    public async ValueTask<AuthPacket?> AskAsync(string method, ReadOnlyMemory<byte>? data)
    {
        connection.Packets.Send(new AuthPacket { ReasonCode = MqttReasonCode.ContinueAuthentication, AuthenticationMethod = method, AuthenticationData = data });

        // The session's lock takes the place of the connection's own when CONNACK is written: no flush may be under way then.
        await connection.Writer.FlushAllAsync();
        var answer = await ReadAsync<AuthPacket>(TryReadAuth);
        if (answer is null)
        {
            // Gone, or refused, which is the reason that counts.
            connection.Close(MqttReasonCode.UnspecifiedError, graceful: true);
        }
        else if (answer.AuthenticationMethod != method || answer.ReasonCode != MqttReasonCode.ContinueAuthentication)
        {
            connection.Refuse(OtherMethod.Code, OtherMethod.Reason);
            return null;
        }

        return answer;
    }

    private async ValueTask<TPacket?> ReadAsync<TPacket>(Take<TPacket> take)
        where TPacket : class
    {
        while (true)
        {
            var result = await input.ReadAsync();
            var buffer = result.Buffer;
            var examined = buffer.End;
            try
            {
                if (connection.IsClosing)
                {
                    return null;
                }

                if (take(ref buffer, out var packet, out var isOver))
                {
                    examined = buffer.Start;
                    return packet;
                }

                if (isOver || result.IsCompleted)
                {
                    return null;
                }
            }
            finally
            {
                input.AdvanceTo(buffer.Start, examined);
            }
        }
    }

    private bool TryReadConnect(ref ReadOnlySequence<byte> buffer, out ConnectPacket? packet, out bool isOver)
    {
        packet = null;
        var available = buffer.Length;
        if (!reader.TryRead(ref buffer, out var frame, out var fault))
        {
            isOver = fault is not null;
            return false;
        }

        isOver = true;
        Bytes += available - buffer.Length;
        var isRead = frame.TryReadConnect(out packet, out var version, out fault);
        reader.Version = version;
        connection.Packets.Version = version;

        // A peer that doesn't speak MQTT at all is closed without a word.
        if (!isRead && version != MqttProtocolVersion.Unknown)
        {
            connection.Refuse(fault!.Code, fault.Reason);
        }

        return isRead;
    }

    private bool TryReadAuth(ref ReadOnlySequence<byte> buffer, out AuthPacket? packet, out bool isOver)
    {
        packet = null;
        var available = buffer.Length;
        var isWhole = reader.TryRead(ref buffer, out var frame, out var fault);
        Bytes += available - buffer.Length;
        if (isWhole && frame.Type == MqttPacketType.Auth && frame.TryReadAuth(out packet, out fault))
        {
            isOver = true;
            return true;
        }

        // DISCONNECT is the client's good right; it needs no answer.
        fault ??= isWhole && frame.Type != MqttPacketType.Disconnect ? NotAuth : null;
        if (fault is not null)
        {
            connection.Refuse(fault.Code, fault.Reason);
        }

        isOver = isWhole || fault is not null;
        return false;
    }
}
