namespace Bridge.Mqtt.Codec;

/// <summary>What one packet may cost. Checked before bytes are awaited or anything is allocated.</summary>
public sealed record CodecLimits
{
    internal const int UsualFilters = 256;

    /// <summary>Bytes of a whole packet, fixed header included. Default 256 KiB; above it 0x95, as soon as the fixed header is there.</summary>
    public int MaximumPacketSize { get; init; } = 256 * 1024;

    /// <summary>User properties of a packet, 0–65,535. Default 16; above it 0x97.</summary>
    public int MaximumUserProperties { get; init; } = 16;

    /// <summary>Bytes of all user properties of a packet together, names and values. Default 2 KiB; above it 0x97.</summary>
    public int MaximumUserPropertyBytes { get; init; } = 2 * 1024;

    /// <summary>Filters of one SUBSCRIBE or UNSUBSCRIBE. Default 256; above it 0x97.</summary>
    public int MaximumFilters { get; init; } = UsualFilters;

    /// <summary>The standard's own limits and no other: for a peer that is trusted, such as a server that the client chose.</summary>
    public static CodecLimits None { get; } = new()
    {
        MaximumPacketSize = int.MaxValue,
        MaximumUserProperties = int.MaxValue,
        MaximumUserPropertyBytes = int.MaxValue,
        MaximumFilters = int.MaxValue,
    };

    /// <summary>For a peer that has not said who it is: packets of at most 4 KiB.</summary>
    public static CodecLimits BeforeAuthentication { get; } = new() { MaximumPacketSize = 4 * 1024 };
}
