using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>
/// The method "double": the client names a number, is asked for its double, and is in. Counts its steps in the exchange's state; data of
/// 0xFF breaks it.
/// </summary>
internal sealed class DoublingAuthenticator : IMqttEnhancedAuthenticator
{
    public const string Method = "double";

    public List<MqttAuthenticationExchange> Exchanges { get; } = [];

    /// <summary>Waited for before each step is answered.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public bool Supports(string method) => method == Method;

    public async ValueTask<MqttAuthenticationStep> StepAsync(MqttAuthenticationExchange exchange, ReadOnlyMemory<byte>? data, CancellationToken cancellation)
    {
        await Gate.WaitAsync(cancellation);
        var number = data is { Length: > 0 } given ? given.Span[0] : (byte)0;
        if (number == 0xFF)
        {
            throw new InvalidOperationException("The method broke.");
        }

        if (exchange.State is byte first)
        {
            return MqttAuthenticationStep.End(
                number == first * 2 ? MqttAuthentication.Accept("somebody") : MqttAuthentication.Reject(MqttReasonCode.NotAuthorized, "Wrong number."),
                new byte[] { 1 });
        }

        exchange.State = number;
        lock (Exchanges)
        {
            Exchanges.Add(exchange);
        }

        return MqttAuthenticationStep.Continue(new[] { number });
    }
}
