namespace Bridge.Faults.Network;

/// <summary>What becomes of a connection through the <see cref="ChaosProxy"/>; after some kilobytes each is cut in the middle of a packet.</summary>
internal enum Fate
{
    /// <summary>Nothing before it is cut.</summary>
    Cut,

    /// <summary>Each piece comes late.</summary>
    Delay,

    /// <summary>Every byte comes alone.</summary>
    SingleBytes,

    /// <summary>Reset instead of closed.</summary>
    Reset,

    /// <summary>Goes silent instead, without a word.</summary>
    Silence,
}
