using System.Text;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Codec;

/// <summary>
/// Walks properties (section 2.2.2): an identifier and a value, over and over.
/// <code>
/// | identifier (variable byte integer, 1 byte for all there are) | value … | identifier | value … |
/// </code>
/// </summary>
/// <param name="properties">The bytes without their length.</param>
/// <param name="holder">The packet that holds them, or <see cref="PropertyRule.Will"/>.</param>
/// <param name="limits">What user properties may cost.</param>
internal ref struct PropertyReader(ReadOnlySpan<byte> properties, MqttPacketType holder, CodecLimits limits)
{
    private static readonly MqttFault NotHere = MqttFault.Malformed("section 2.2.2.2", "the property is unknown or not for this packet");
    private static readonly MqttFault Twice = MqttFault.Protocol("section 2.2.2.2", "the property is there more than once");
    private static readonly MqttFault Zero = MqttFault.Protocol("section 3.1.2.11", "the property must not be 0");
    private static readonly MqttFault NotAFlag = MqttFault.Protocol("section 3.1.2.11", "the property must be 0 or 1");
    private static readonly MqttFault TooManyPairs = new(MqttReasonCode.QuotaExceeded, "", "more user properties than the limit");

    private readonly int _length = properties.Length;
    private FieldReader _fields = new(properties);
    private ulong _seen;
    private int _pairs;
    private int _pairBytes;
    private List<MqttUserProperty>? _userProperties;

    /// <summary>Which property was read.</summary>
    public PropertyId Id { get; private set; }

    /// <summary>Its value, where that is a number.</summary>
    public uint Number { get; private set; }

    /// <summary>Its value, where that is a string or binary; the name of a user property.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The value of a user property.</summary>
    public ReadOnlySpan<byte> PairValue { get; private set; }

    /// <summary>What was wrong, or null.</summary>
    public readonly MqttFault? Fault => _fields.Fault;

    /// <summary>Bytes read so far: where the next property starts.</summary>
    public readonly int Position => _length - _fields.Left;

    /// <summary>Whether the number is 1.</summary>
    public readonly bool Flag => Number == 1;

    /// <summary>The string that was read.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>What <see cref="KeepPair"/> has kept.</summary>
    public readonly IReadOnlyList<MqttUserProperty> UserProperties => _userProperties ?? (IReadOnlyList<MqttUserProperty>)[];

    /// <summary>Reads the next property. False at the end, or where something is wrong.</summary>
    public bool Next()
    {
        if (_fields.AtEnd)
        {
            return false;
        }

        var id = _fields.Variable();
        var rule = PropertyRule.Of(id);
        _fields.Require(rule.Allows(holder), NotHere);
        if (Fault is not null)
        {
            return false;
        }

        Id = (PropertyId)id;
        _fields.Require((_seen >> (int)id & 1) == 0 || Repeats, Twice);
        _seen |= 1ul << (int)id;
        ReadValue(rule.Kind);
        return Fault is null;
    }

    /// <summary>Adds the property to <see cref="UserProperties"/> where it is one.</summary>
    public void KeepPair()
    {
        if (Id == PropertyId.UserProperty)
        {
            (_userProperties ??= []).Add(new MqttUserProperty(Text, Encoding.UTF8.GetString(PairValue)));
        }
    }

    private readonly bool Repeats =>
        Id == PropertyId.UserProperty || (Id == PropertyId.SubscriptionIdentifier && holder == MqttPacketType.Publish);

    private void ReadValue(PropertyKind kind)
    {
        switch (kind)
        {
            case PropertyKind.Flag:
                Number = _fields.Byte();
                _fields.Require(Number <= 1, NotAFlag);
                break;
            case PropertyKind.UInt16:
                Number = _fields.UInt16();
                break;
            case PropertyKind.UInt16NotZero:
                Number = _fields.UInt16();
                _fields.Require(Number != 0, Zero);
                break;
            case PropertyKind.UInt32:
                Number = _fields.UInt32();
                break;
            case PropertyKind.UInt32NotZero:
                Number = _fields.UInt32();
                _fields.Require(Number != 0, Zero);
                break;
            case PropertyKind.VariableNotZero:
                Number = _fields.Variable();
                _fields.Require(Number != 0, Zero);
                break;
            case PropertyKind.Text:
                Bytes = _fields.Text();
                break;
            case PropertyKind.Topic:
                Bytes = _fields.Topic();
                break;
            case PropertyKind.Binary:
                Bytes = _fields.Binary();
                break;
            case PropertyKind.Pair:
                ReadPair();
                break;
        }
    }

    // Both strings obey the rules of strings [MQTT-1.5.7-1].
    private void ReadPair()
    {
        Bytes = _fields.Text();
        PairValue = _fields.Text();
        _pairBytes += Bytes.Length + PairValue.Length;
        _fields.Require(++_pairs <= limits.MaximumUserProperties && _pairBytes <= limits.MaximumUserPropertyBytes, TooManyPairs);
    }
}
