using Bridge.Mqtt.Broker;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>Accepts everybody, or what a test tells it.</summary>
internal sealed class TestAuthenticator : IMqttAuthenticator
{
    public Func<MqttConnectRequest, MqttAuthentication> Answer { get; set; } = request => MqttAuthentication.Accept(request.ClientId);

    public ValueTask<MqttAuthentication> AuthenticateAsync(MqttConnectRequest request, CancellationToken cancellation) => new(Answer(request));
}
