using System.Buffers.Binary;
using System.Text;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// Writes the fields of a packet's body, front to back; or, made without a destination, measures them. So each packet's shape is
/// written down once.
/// </summary>
internal ref struct FieldWriter
{
    private readonly Span<byte> _destination;
    private readonly bool _measuring;

    /// <summary>Makes a writer that only measures.</summary>
    public FieldWriter()
    {
        _measuring = true;
    }

    /// <summary>Makes a writer into memory that was measured before.</summary>
    public FieldWriter(Span<byte> destination)
    {
        _destination = destination;
    }

    /// <summary>Bytes written or measured.</summary>
    public int Length { get; private set; }

    /// <summary>One byte.</summary>
    public void Byte(byte value)
    {
        if (!_measuring)
        {
            _destination[Length] = value;
        }

        Length++;
    }

    /// <summary>Two bytes, the high one first.</summary>
    public void UInt16(ushort value)
    {
        if (!_measuring)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_destination[Length..], value);
        }

        Length += 2;
    }

    /// <summary>Four bytes, the high one first.</summary>
    public void UInt32(uint value)
    {
        if (!_measuring)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_destination[Length..], value);
        }

        Length += 4;
    }

    /// <summary>One to four bytes.</summary>
    public void Variable(uint value) =>
        Length += _measuring ? VariableByteInteger.Measure(value) : VariableByteInteger.Write(_destination[Length..], value);

    /// <summary>Bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> value)
    {
        if (!_measuring)
        {
            value.CopyTo(_destination[Length..]);
        }

        Length += value.Length;
    }

    /// <summary>Two bytes of length, then the bytes.</summary>
    public void Binary(ReadOnlySpan<byte> value)
    {
        UInt16(checked((ushort)value.Length));
        Raw(value);
    }

    /// <summary>Two bytes of length, then UTF-8.</summary>
    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        UInt16(checked((ushort)length));
        if (!_measuring)
        {
            Encoding.UTF8.GetBytes(value, _destination[Length..]);
        }

        Length += length;
    }

    /// <summary>A string, or nothing.</summary>
    public void OptionalText(string? value)
    {
        if (value is not null)
        {
            Text(value);
        }
    }

    /// <summary>Binary data, or nothing.</summary>
    public void OptionalBinary(ReadOnlyMemory<byte>? value)
    {
        if (value is { } bytes)
        {
            Binary(bytes.Span);
        }
    }

    /// <summary>Properties and, before them, their length.</summary>
    public void Properties<T>(T source, bool terse, FieldsOf<T> properties)
    {
        var measure = new FieldWriter();
        properties(ref measure, source, terse);
        Variable((uint)measure.Length);
        properties(ref this, source, terse);
    }

    /// <summary>
    /// A reason code and properties at the end of a packet, in the shortest form: no property length where there are no properties, and
    /// nothing at all for a success without any (sections 3.14.2.1, 3.15.2.1).
    /// </summary>
    public void ReasonAndProperties<T>(MqttReasonCode code, T source, bool terse, FieldsOf<T> properties)
    {
        var measure = new FieldWriter();
        properties(ref measure, source, terse);
        if (measure.Length > 0 || code != MqttReasonCode.Success)
        {
            Byte((byte)code);
        }

        if (measure.Length > 0)
        {
            Variable((uint)measure.Length);
            properties(ref this, source, terse);
        }
    }

    /// <summary>A property of one byte, unless it is what its absence means.</summary>
    public void Flag(PropertyId id, bool value, bool? otherwise)
    {
        if (value != otherwise)
        {
            Byte((byte)id);
            Byte(value ? (byte)1 : (byte)0);
        }
    }

    /// <summary>A property of two bytes, unless it is what its absence means.</summary>
    public void UInt16(PropertyId id, ushort value, ushort otherwise) => UInt16(id, value == otherwise ? null : value);

    /// <summary>A property of two bytes, or nothing.</summary>
    public void UInt16(PropertyId id, ushort? value)
    {
        if (value is { } number)
        {
            Byte((byte)id);
            UInt16(number);
        }
    }

    /// <summary>A property of four bytes, unless it is what its absence means.</summary>
    public void UInt32(PropertyId id, uint value, uint otherwise) => UInt32(id, value == otherwise ? null : value);

    /// <summary>A property of four bytes, or nothing.</summary>
    public void UInt32(PropertyId id, uint? value)
    {
        if (value is { } number)
        {
            Byte((byte)id);
            UInt32(number);
        }
    }

    /// <summary>A property that is a string, or nothing.</summary>
    public void Text(PropertyId id, string? value)
    {
        if (value is not null)
        {
            Byte((byte)id);
            Text(value);
        }
    }

    /// <summary>A property of binary data, or nothing.</summary>
    public void Binary(PropertyId id, ReadOnlyMemory<byte>? value)
    {
        if (value is { } bytes)
        {
            Byte((byte)id);
            Binary(bytes.Span);
        }
    }

    /// <summary>User properties in their order; none where the packet must be kept small.</summary>
    public void UserProperties(IReadOnlyList<MqttUserProperty>? properties, bool terse)
    {
        for (var i = 0; !terse && i < properties?.Count; i++)
        {
            Byte((byte)PropertyId.UserProperty);
            Text(properties[i].Name);
            Text(properties[i].Value);
        }
    }

    /// <summary>The reason string; none where the packet must be kept small.</summary>
    public void ReasonString(string? reason, bool terse) => Text(PropertyId.ReasonString, terse ? null : reason);
}
