namespace Bridge.Mqtt.Codec;

/// <summary>Shape of a property's value (section 2.2.2.2).</summary>
internal enum PropertyKind : byte
{
    /// <summary>There is no such property.</summary>
    None,

    /// <summary>A byte that is 0 or 1.</summary>
    Flag,

    /// <summary>Two bytes.</summary>
    UInt16,

    /// <summary>Two bytes, not zero.</summary>
    UInt16NotZero,

    /// <summary>Four bytes.</summary>
    UInt32,

    /// <summary>Four bytes, not zero.</summary>
    UInt32NotZero,

    /// <summary>A variable byte integer, not zero.</summary>
    VariableNotZero,

    /// <summary>A UTF-8 encoded string.</summary>
    Text,

    /// <summary>A UTF-8 encoded string that is a topic name.</summary>
    Topic,

    /// <summary>Binary data.</summary>
    Binary,

    /// <summary>A UTF-8 string pair.</summary>
    Pair,
}
