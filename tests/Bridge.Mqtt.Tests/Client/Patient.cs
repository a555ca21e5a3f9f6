using Bridge.Mqtt.Client;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Client;

/// <summary>A client that no slow machine ends: how long connecting takes is the business of the tests of that alone.</summary>
internal static class Patient
{
    public static MqttClientOptions Options { get; } = new() { ClientId = "c", ConnectTimeout = TestClient.Patience };
}
