using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>
/// Proves anew who the client is, on a connection that stands (5.0, section 4.12.1):
/// <code>AUTH 0x19 → { AUTH 0x18 from the server → AUTH 0x18 } → AUTH 0x00 from the server, or its DISCONNECT</code>
/// One at a time.
/// </summary>
internal sealed class ClientReauthentication(ConnectionWriter writer, MqttClientOptions options)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _running;
    private Exception? _end;

    /// <summary>Ends when the server has accepted.</summary>
    /// <exception cref="InvalidOperationException">One is under way.</exception>
    public Task BeginAsync(ReadOnlyMemory<byte>? data)
    {
        Task answer;
        lock (_lock)
        {
            if (_end is not null)
            {
                return Task.FromException(_end);
            }

            if (_running is not null)
            {
                throw new InvalidOperationException("An authentication is under way.");
            }

            _running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            answer = _running.Task;
        }

        writer.Send(new AuthPacket
        {
            ReasonCode = MqttReasonCode.ReAuthenticate,
            AuthenticationMethod = options.AuthenticationMethod,
            AuthenticationData = data,
        });
        return answer;
    }

    /// <summary>Takes the server's AUTH.</summary>
    /// <exception cref="MqttClientException">It was not asked for, or names another method.</exception>
    public void Take(AuthPacket packet)
    {
        TaskCompletionSource running;
        lock (_lock)
        {
            running = _running ?? throw new MqttClientException(MqttReasonCode.ProtocolError, "AUTH that was not asked for");
            _running = packet.ReasonCode == MqttReasonCode.ContinueAuthentication ? running : null;
        }

        if (packet.ReasonCode == MqttReasonCode.ContinueAuthentication)
        {
            writer.Send(ClientHandshake.Answer(packet, options));
        }
        else
        {
            running.SetResult();
        }
    }

    /// <summary>The connection has ended.</summary>
    public void Fail(Exception cause)
    {
        lock (_lock)
        {
            _end = cause;
            _running?.TrySetException(cause);
            _running = null;
        }
    }
}
