using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// A connected client proves anew who it is (4.12.1). What else it sends meanwhile is served as before. One exchange at a time; it is
/// bounded in time, and whoever fails is disconnected [MQTT-4.12.1-2]. AUTH comes on the connection's reading task, steps run in the pool.
/// </summary>
internal sealed class Reauthentication(MqttConnection connection, BrokerRuntime runtime, AcceptedConnect accepted)
{
    private static readonly MqttFault OtherMethod = MqttFault.Protocol("MQTT-4.12.1-1", "AUTH with another method than CONNECT.");
    private static readonly MqttFault NotNow = MqttFault.Protocol("section 4.12.1", "AUTH that nobody waits for.");

    private MqttAuthenticationExchange? _exchange;
    private Deadline? _deadline;
    private volatile bool _asked;

    public MqttFault? Take(AuthPacket packet)
    {
        if (packet.AuthenticationMethod != accepted.Packet.AuthenticationMethod)
        {
            return OtherMethod;
        }

        if (packet.ReasonCode == MqttReasonCode.ReAuthenticate && Volatile.Read(ref _exchange) is null)
        {
            Begin();
        }
        else if (packet.ReasonCode != MqttReasonCode.ContinueAuthentication || !_asked)
        {
            return NotNow;
        }

        _asked = false;
        _ = StepAsync(_exchange!, packet.AuthenticationData);
        return null;
    }

    /// <summary>The connection has ended, and nothing more is read. It isn't held for as long as the client had.</summary>
    public void End() => _deadline?.Cancel();

    private void Begin()
    {
        _exchange = new MqttAuthenticationExchange
        {
            Method = accepted.Packet.AuthenticationMethod!,
            Request = ConnectHandshake.RequestOf(accepted.Packet, connection.Transport),
            Client = connection.Client,
        };
        _deadline = runtime.Deadlines.Schedule(
            runtime.Options.Limits.ConnectTimeout,
            static connection => ((MqttConnection)connection).Close(MqttReasonCode.NotAuthorized, "Authentication took too long."),
            connection);
    }

    private async Task StepAsync(MqttAuthenticationExchange exchange, ReadOnlyMemory<byte>? data)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var step = await EnhancedSteps.NextAsync(runtime, exchange, data, connection.Ended);
        switch (step.Answer)
        {
            case null:
                _asked = true;
                Send(MqttReasonCode.ContinueAuthentication, step.Data);
                break;
            case { Accepted: true }:
                _deadline!.Cancel();
                Volatile.Write(ref _exchange, null);
                Send(MqttReasonCode.Success, step.Data);
                break;
            case { ReasonString: var reason }:
                _deadline!.Cancel();
                connection.Close(MqttReasonCode.NotAuthorized, reason);
                break;
        }
    }

    private void Send(MqttReasonCode code, ReadOnlyMemory<byte>? data) => connection.Packets.Send(new AuthPacket
    {
        ReasonCode = code,
        AuthenticationMethod = accepted.Packet.AuthenticationMethod,
        AuthenticationData = data,
    });
}
