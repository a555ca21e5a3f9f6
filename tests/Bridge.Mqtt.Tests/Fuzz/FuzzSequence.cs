using System.Buffers;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Fuzz;

/// <summary>
/// What one client sends from CONNECT to its end: mostly things that go together (a PUBREL after a PUBLISH of QoS 2, aliases after they are
/// set, few client identifiers so that sessions meet again), now and then a packet that is nearly right.
/// </summary>
internal sealed class FuzzSequence(int seed)
{
    private static readonly string[] Topics = ["a", "a/b", "c/d/e", "$SYS/x", "long/topic/name/of/some/levels", "/"];
    private static readonly string[] Filters = ["a", "#", "+/b", "a/#", "$share/g/a", "$share/g/#", "$share/h/+/b", "c/+/e", "$SYS/#", "+"];

    private readonly PacketMutator _mutator = new(seed);
    private readonly Random _random = new(~seed);
    private readonly ArrayBufferWriter<byte> _bytes = new(4096);
    private MqttProtocolVersion _version;

    /// <summary>The version of the CONNECT that was made last.</summary>
    public MqttProtocolVersion Version => _version;

    /// <summary>A number below the bound, from the same seed.</summary>
    public int Draw(int bound) => _random.Next(bound);

    /// <summary>Makes the next sequence.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        _bytes.ResetWrittenCount();
        _version = _random.Next(2) == 0 ? MqttProtocolVersion.V311 : MqttProtocolVersion.V5;
        if (_random.Next(20) != 0)
        {
            MqttPacketWriter.Write(_bytes, Connect(), _version);
        }

        for (var packets = _random.Next(1, 8); packets > 0; packets--)
        {
            if (_random.Next(6) == 0)
            {
                _bytes.Write(_mutator.Next());
            }
            else
            {
                WritePacket();
            }
        }

        return _bytes.WrittenMemory;
    }

    private ConnectPacket Connect() => new()
    {
        Version = _version,
        ClientId = $"c{_random.Next(6)}",
        CleanStart = _random.Next(3) != 0,
        KeepAlive = (ushort)_random.Next(100),
        SessionExpiryInterval = _random.Next(3) == 0 ? 10u : 0,
        ReceiveMaximum = (ushort)(1 + _random.Next(10)),
        MaximumPacketSize = _random.Next(4) == 0 ? (uint)(1 + _random.Next(120)) : null,
        TopicAliasMaximum = (ushort)_random.Next(4),
        RequestProblemInformation = _random.Next(4) != 0,
        Will = _random.Next(4) != 0 ? null : new WillMessage
        {
            Topic = Topics[_random.Next(Topics.Length)],
            QoS = (MqttQoS)_random.Next(3),
            Retain = _random.Next(2) == 0,
            DelayInterval = (uint)_random.Next(3),
        },
    };

    private void WritePacket()
    {
        var id = (ushort)_random.Next(1, 6);
        switch (_random.Next(12))
        {
            case 0 or 1:
                MqttPacketWriter.Write(_bytes, Subscribe(id), _version);
                break;
            case 2:
                MqttPacketWriter.Write(_bytes, new UnsubscribePacket { PacketId = id, Filters = [Filters[_random.Next(Filters.Length)]] }, _version);
                break;
            case 3:
                MqttPacketWriter.Write(_bytes, new AckPacket((MqttPacketType)_random.Next(4, 8), id), _version);
                break;
            case 4:
                _bytes.Write(MqttPacketWriter.PingReq);
                break;
            case 5 when _random.Next(3) == 0:
                MqttPacketWriter.Write(_bytes, new DisconnectPacket { SessionExpiryInterval = _random.Next(2) == 0 ? 0u : null }, _version);
                break;
            case 6 when _random.Next(5) == 0:
                MqttPacketWriter.Write(_bytes, Connect(), _version);
                break;
            default:
                MqttPacketWriter.Write(_bytes, Publish(id), _version);
                break;
        }
    }

    private SubscribePacket Subscribe(ushort id) => new()
    {
        PacketId = id,
        SubscriptionIdentifier = (uint)_random.Next(3),
        Subscriptions =
        [
            new SubscriptionRequest(
                Filters[_random.Next(Filters.Length)],
                (MqttQoS)_random.Next(3),
                NoLocal: _random.Next(8) == 0,
                RetainAsPublished: _random.Next(2) == 0,
                (MqttRetainHandling)_random.Next(3)),
        ],
    };

    private PublishPacket Publish(ushort id)
    {
        var alias = _random.Next(3) == 0 ? (ushort)_random.Next(1, 5) : (ushort)0;
        return new PublishPacket
        {
            Topic = _version == MqttProtocolVersion.V5 && alias != 0 && _random.Next(2) == 0 ? "" : Topics[_random.Next(Topics.Length)],
            TopicAlias = alias,
            QoS = (MqttQoS)_random.Next(3),
            PacketId = id,
            Retain = _random.Next(6) == 0,
            Payload = new byte[_random.Next(40)],
            MessageExpiryInterval = _random.Next(4) == 0 ? (uint)_random.Next(5) : null,
            UserProperties = _random.Next(8) == 0 ? [new("k", "v")] : [],
        };
    }
}
