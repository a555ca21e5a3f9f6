using System.Globalization;
using System.Text;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// Publishes the broker's figures under <c>$SYS/broker/</c>, retained, by the names that other brokers made usual. Nobody sees
/// them but those whom the authorizer lets subscribe there.
/// </summary>
internal sealed class SystemTopics(BrokerRuntime runtime)
{
    private readonly long _started = runtime.Time.GetTimestamp();

    public void Start()
    {
        if (runtime.Options.SystemTopicInterval > TimeSpan.Zero)
        {
            Publish("version", runtime.Options.Version);
            PublishFigures();
        }
    }

    private void PublishFigures()
    {
        var totals = runtime.Metrics.Totals();
        Publish("uptime", ((long)runtime.Time.GetElapsedTime(_started).TotalSeconds).ToString(CultureInfo.InvariantCulture) + " seconds");
        Publish("clients/connected", runtime.Sessions.Count - runtime.Sessions.Offline);
        Publish("clients/disconnected", runtime.Sessions.Offline);
        Publish("clients/total", runtime.Sessions.Count);
        Publish("subscriptions/count", runtime.Subscriptions.Count);
        Publish("retained messages/count", runtime.Retained.Count);
        Publish("messages/received", totals.MessagesReceived);
        Publish("messages/sent", totals.MessagesSent);
        Publish("messages/dropped", runtime.Metrics.DropCount);
        Publish("bytes/received", totals.BytesReceived);
        Publish("bytes/sent", totals.BytesSent);
        Publish("heap/allocated", GC.GetTotalAllocatedBytes());
        runtime.Deadlines.Schedule(runtime.Options.SystemTopicInterval, static topics => ((SystemTopics)topics).PublishFigures(), this);
    }

    private void Publish(string name, long figure) => Publish(name, figure.ToString(CultureInfo.InvariantCulture));

    private void Publish(string name, string value) => runtime.Publish(
        new MqttApplicationMessage
        {
            Topic = "$SYS/broker/" + name,
            Payload = Encoding.UTF8.GetBytes(value),
            QoS = MqttQoS.AtLeastOnce,
            Retain = true,
        },
        origin: null);
}
