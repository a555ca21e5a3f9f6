using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>Correlation data of no bytes are not the same as none (3.3.2.3.6): both reach their receivers unaltered [MQTT-3.3.2-16].</summary>
public sealed class CorrelationDataTests
{
    public static TheoryData<byte[]?> Data => new() { null, Array.Empty<byte>(), new byte[] { 1, 0, 2 } };

    [Theory]
    [MemberData(nameof(Data))]
    public async Task CorrelationData_HeardInProcess_IsAsPublished(byte[]? data)
    {
        await using var fixture = new BrokerFixture();
        var seen = new List<(byte[]? Delivery, byte[]? Message)>();
        using var subscription = fixture.Broker.Subscribe("t", heard => seen.Add((heard.CorrelationData?.ToArray(), heard.ToMessage().CorrelationData?.ToArray())));
        var client = await fixture.ConnectAsync("p");

        await PublishAsync(client, data);

        var (delivery, message) = Assert.Single(seen);
        Assert.Equal(data, delivery);
        Assert.Equal(data, message);
    }

    private static async Task PublishAsync(TestClient client, byte[]? data)
    {
        await client.SendAsync(new PublishPacket
        {
            Topic = "t",
            QoS = MqttQoS.AtLeastOnce,
            PacketId = 1,
            CorrelationData = data is null ? (ReadOnlyMemory<byte>?)null : data,
        });
        await client.ReceiveAckAsync();
    }
}
