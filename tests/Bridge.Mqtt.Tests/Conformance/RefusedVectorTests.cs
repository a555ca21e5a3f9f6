using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;
using Bridge.Mqtt.Tests.Codec;

namespace Bridge.Mqtt.Tests.Conformance;

/// <summary>Every packet that the codec refuses, sent to a broker: the connection ends, with the reason where the version has one (section 4.13).</summary>
public sealed class RefusedVectorTests
{
    public static TheoryData<string> FromClient => [.. MqttVector.Refused.Where(v => v.From == MqttEnd.Client && v.Version != MqttProtocolVersion.Unknown).Select(v => v.Name)];

    public static TheoryData<string> Connects => [.. MqttVector.Refused.Where(v => v.Version == MqttProtocolVersion.Unknown).Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(FromClient))]
    [Clause("MQTT-2.1.3-1", "MQTT-2.2.1-2", "MQTT-2.2.2-1", "MQTT-3.6.1-1", "MQTT-3.8.1-1", "MQTT-3.10.1-1", "MQTT-3.14.1-1", "MQTT-4.13.1-1", "MQTT-4.13.2-1")]
    [Clause("MQTT-2.2.2-2", "MQTT-3.8.3-3", "MQTT-3.14.1-1", "MQTT-4.8.0-1", Of = MqttProtocolVersion.V311)]
    public async Task Refused_Packet_EndsTheConnectionWithItsReason(string name)
    {
        var vector = MqttVector.Find(MqttVector.Refused, name);
        await using var fixture = new BrokerFixture();
        var client = await fixture.ConnectAsync("c", vector.Version);
        var bytes = vector.ToBytes();
        await client.SendAsync(bytes);
        if (vector.Version == MqttProtocolVersion.V5)
        {
            // Without a method in CONNECT there may be no AUTH at all, whatever is in it [MQTT-4.12.0-7].
            var expected = bytes[0] == (int)MqttPacketType.Auth << 4 ? MqttReasonCode.ProtocolError : vector.Code;
            Assert.Equal(expected, (await client.ReceiveDisconnectAsync()).ReasonCode);
        }
        else
        {
            await client.ReceiveEndAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Connects))]
    [Clause("MQTT-3.1.2-1", "MQTT-3.1.2-2", "MQTT-3.1.2-3", "MQTT-3.1.4-1", "MQTT-3.2.2-6", "MQTT-3.2.2-7", "MQTT-3.14.0-1")]
    [Clause("MQTT-3.1.2-1", "MQTT-3.1.2-2", "MQTT-3.1.2-3", "MQTT-3.1.4-1", Of = MqttProtocolVersion.V311)]
    public async Task Refused_Connect_IsClosedWithAConnAckWhereThereIsOne(string name)
    {
        var vector = MqttVector.Find(MqttVector.Refused, name);
        await using var fixture = new BrokerFixture();
        var bytes = vector.ToBytes();

        // The level is where both versions have it, unless the packet is broken before that.
        var isOld = bytes.Length > 8 && (bytes[8] <= (byte)MqttProtocolVersion.V311 || bytes[3] == 6);
        var client = fixture.Open(isOld ? MqttProtocolVersion.V311 : MqttProtocolVersion.V5);
        await client.SendAsync(bytes);
        if (await client.NextAsync() is { } packet)
        {
            var answer = Assert.IsType<ConnAckPacket>(packet);
            Assert.Equal(vector.Code, answer.ReasonCode);
            Assert.False(answer.SessionPresent);
            await client.ReceiveEndAsync();
        }
    }
}
