namespace Bridge.Contracts;

/// <summary>The version of the wire protocol. It is the second level of every topic of ours.</summary>
public static class BridgeProtocol
{
    /// <summary>The protocol version spoken by this build.</summary>
    public const int Version = 1;

    /// <summary>The prefix of every topic of ours, without the slash that follows.</summary>
    public const string TopicRoot = "bridge/v1";
}
