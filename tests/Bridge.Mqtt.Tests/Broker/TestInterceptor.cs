using Bridge.Mqtt.Broker;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>Does as the test says with what is published on <c>seen…</c> and <c>gate/seen</c>, and counts.</summary>
internal sealed class TestInterceptor(Func<MqttClientInfo, MqttDelivery, MqttInterception> answer) : IMqttPublishInterceptor
{
    public int Seen { get; private set; }

    public bool Intercepts(string topic) => topic.StartsWith("seen", StringComparison.Ordinal) || topic == "gate/seen";

    public MqttInterception Intercept(MqttClientInfo sender, MqttDelivery message)
    {
        Seen++;
        return answer(sender, message);
    }
}
