using System.Buffers.Binary;
using System.Text;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// Walks the fields of a packet's body, front to back. The first thing that is wrong stays in <see cref="Fault"/>: from then on every field
/// reads as empty, so that a codec reads straight on and looks at the fault once.
/// </summary>
internal ref struct FieldReader(ReadOnlySpan<byte> bytes)
{
    private static readonly MqttFault Truncated = MqttFault.Malformed("section 4.13.1", "the packet ends inside a field");
    private static readonly MqttFault Trailing = MqttFault.Malformed("section 4.13.1", "bytes are left over after the last field");
    private static readonly MqttFault BadLength = MqttFault.Malformed("section 1.5.5", "a variable byte integer has more than 4 bytes");
    private static readonly MqttFault Overlong = MqttFault.Malformed("MQTT-1.5.5-1", "a variable byte integer takes more bytes than it needs");
    private static readonly MqttFault BadText = MqttFault.Malformed("MQTT-1.5.4-1", "a string is not UTF-8 without U+0000");
    private static readonly MqttFault BadTopic = MqttFault.Malformed("MQTT-3.3.2-2", "not a topic name");
    private static readonly MqttFault NoPacketId = MqttFault.Protocol("MQTT-2.2.1-3", "the packet identifier is 0");

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>What was wrong first, or null.</summary>
    public MqttFault? Fault { get; private set; }

    /// <summary>Whether everything is read, or something was wrong.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Left => _rest.Length;

    /// <summary>Notes what is wrong, unless something was before, and stops reading.</summary>
    public void Fail(MqttFault? fault)
    {
        if (fault is not null)
        {
            Fault ??= fault;
            _rest = default;
        }
    }

    /// <summary>Fails unless the condition holds.</summary>
    public void Require(bool condition, MqttFault otherwise)
    {
        if (!condition)
        {
            Fail(otherwise);
        }
    }

    /// <summary>One byte.</summary>
    public byte Byte()
    {
        if (_rest.IsEmpty)
        {
            Fail(Truncated);
            return 0;
        }

        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    /// <summary>Two bytes, the high one first (section 1.5.2).</summary>
    public ushort UInt16()
    {
        if (!BinaryPrimitives.TryReadUInt16BigEndian(_rest, out var value))
        {
            Fail(Truncated);
            return 0;
        }

        _rest = _rest[2..];
        return value;
    }

    /// <summary>Four bytes, the high one first (section 1.5.3).</summary>
    public uint UInt32()
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(_rest, out var value))
        {
            Fail(Truncated);
            return 0;
        }

        _rest = _rest[4..];
        return value;
    }

    /// <summary>One to four bytes (section 1.5.5), as few as the value needs [MQTT-1.5.5-1].</summary>
    public uint Variable()
    {
        var value = VariableByteInteger.Read(_rest, out var length);
        if (length <= 0)
        {
            Fail(length < 0 ? BadLength : Truncated);
            return 0;
        }

        _rest = _rest[length..];
        Require(length == VariableByteInteger.Measure(value), Overlong);
        return value;
    }

    /// <summary>Two bytes of length, then that many bytes (section 1.5.6).</summary>
    public ReadOnlySpan<byte> Binary()
    {
        if (!BinaryPrimitives.TryReadUInt16BigEndian(_rest, out var length) || _rest.Length < 2 + length)
        {
            Fail(Truncated);
            return default;
        }

        var value = _rest.Slice(2, length);
        _rest = _rest[(2 + length)..];
        return value;
    }

    /// <summary>Two bytes of length, then that many bytes of UTF-8 (section 1.5.4).</summary>
    public ReadOnlySpan<byte> Text()
    {
        var value = Binary();
        Require(MqttText.IsString(value), BadText);
        return value;
    }

    /// <summary>The same, copied.</summary>
    public string String() => Encoding.UTF8.GetString(Text());

    /// <summary>A string that is a topic name [MQTT-3.3.2-2].</summary>
    public ReadOnlySpan<byte> Topic()
    {
        var value = Binary();
        Require(MqttText.IsTopicName(value), BadTopic);
        return value;
    }

    /// <summary>Two bytes, never zero [MQTT-2.2.1-3].</summary>
    public ushort PacketId()
    {
        var value = UInt16();
        Require(value != 0, NoPacketId);
        return value;
    }

    /// <summary>A variable byte integer of length, then that many bytes of properties (section 2.2.2).</summary>
    public ReadOnlySpan<byte> Properties()
    {
        var length = Variable();
        if (length > (uint)_rest.Length)
        {
            Fail(Truncated);
            return default;
        }

        var value = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return value;
    }

    /// <summary>Everything that is left.</summary>
    public ReadOnlySpan<byte> Remainder()
    {
        var value = _rest;
        _rest = default;
        return value;
    }

    /// <summary>Nothing may follow. Returns what was wrong, or null.</summary>
    public MqttFault? End()
    {
        Require(_rest.IsEmpty, Trailing);
        return Fault;
    }
}
