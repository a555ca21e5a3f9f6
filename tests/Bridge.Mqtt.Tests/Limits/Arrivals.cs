using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Limits;

/// <summary>Counts what a broker hands out, and waits for it.</summary>
internal sealed class Arrivals
{
    private readonly SemaphoreSlim _arrived = new(0);
    private int _taken;
    private int _count;

    public Arrivals(MqttBroker broker) => broker.Subscribe("#", _ =>
    {
        Interlocked.Increment(ref _count);
        _arrived.Release();
    });

    public int Count => Volatile.Read(ref _count);

    public async Task WaitForAsync(int count)
    {
        for (; _taken < count; _taken++)
        {
            Assert.True(await _arrived.WaitAsync(TestClient.Patience), $"Only {_taken} of {count} messages arrived.");
        }
    }
}
