using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>Asks the program's authenticator, step by step.</summary>
internal static class EnhancedSteps
{
    /// <summary>From CONNECT to the answer. Rejected if the client left, which the connection knows.</summary>
    public static async ValueTask<MqttAuthenticationStep> RunAsync(
        BrokerRuntime runtime, ConnectPacket packet, ConnectReader client, MqttConnectRequest request, CancellationToken cancellation)
    {
        var exchange = new MqttAuthenticationExchange { Method = packet.AuthenticationMethod!, Request = request };
        var data = packet.AuthenticationData;
        while (true)
        {
            var step = await NextAsync(runtime, exchange, data, cancellation);
            if (step.Answer is not null)
            {
                return step;
            }

            if (await client.AskAsync(exchange.Method, step.Data) is not { } answer)
            {
                return MqttAuthenticationStep.End(MqttAuthentication.Reject(MqttReasonCode.UnspecifiedError));
            }

            data = answer.AuthenticationData;
        }
    }

    public static async ValueTask<MqttAuthenticationStep> NextAsync(
        BrokerRuntime runtime, MqttAuthenticationExchange exchange, ReadOnlyMemory<byte>? data, CancellationToken cancellation)
    {
        try
        {
            return await runtime.Services.EnhancedAuthenticator!.StepAsync(exchange, data, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return MqttAuthenticationStep.End(MqttAuthentication.Reject(MqttReasonCode.ServerBusy));
        }
#pragma warning disable CA1031 // An authenticator that fails lets nobody in; its exception is logged.
        catch (Exception error)
#pragma warning restore CA1031
        {
            runtime.Log.AuthenticatorFailed(error);
            return MqttAuthenticationStep.End(MqttAuthentication.Reject(MqttReasonCode.ServerUnavailable));
        }
    }
}
