using Bridge.Mqtt.Broker;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>Accepts everybody, or what a test tells it.</summary>
internal sealed class TestAuthenticator : IMqttAuthenticator
{
    public Func<MqttConnectRequest, MqttAuthentication> Answer { get; set; } = request => MqttAuthentication.Accept(request.ClientId);

    /// <summary>Goes before <see cref="Answer"/> where it is set.</summary>
    public Func<MqttConnectRequest, CancellationToken, ValueTask<MqttAuthentication>>? AnswerAsync { get; set; }

    public ValueTask<MqttAuthentication> AuthenticateAsync(MqttConnectRequest request, CancellationToken cancellation) =>
        AnswerAsync?.Invoke(request, cancellation) ?? new(Answer(request));
}
