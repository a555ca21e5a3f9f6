using System.Collections.Concurrent;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>Holds back messages on <c>gate/…</c> until the test decides on each.</summary>
internal sealed class TestGate : IMqttPublishGate
{
    public ConcurrentDictionary<string, TaskCompletionSource<MqttReasonCode>> Waiting { get; } = new();

    public bool Guards(string topic) => topic.StartsWith("gate/", StringComparison.Ordinal);

    public ValueTask<MqttReasonCode> AcceptAsync(MqttClientInfo sender, MqttDelivery message)
    {
        var decision = new TaskCompletionSource<MqttReasonCode>(TaskCreationOptions.RunContinuationsAsynchronously);
        Waiting[TestClient.Text(message.Payload)] = decision;
        return new(decision.Task);
    }
}
