namespace Bridge.Server.Commands;

/// <summary>The limits of commands (docs/protocol.md, "Commands").</summary>
internal static class CommandLimits
{
    /// <summary>Longest name of a command, characters: it becomes a level of a topic.</summary>
    public const int LongestName = 64;

    /// <summary>Longest source of an eval, UTF-8 bytes.</summary>
    public const int EvalBytes = 64 * 1024;

    /// <summary>Longest payload of any command, bytes of JSON: an eval's source, escaped.</summary>
    public const int PayloadBytes = 200 * 1024;

    /// <summary>Evals a second of one console, and the burst it starts with.</summary>
    public const int EvalsPerSecond = 10;

    /// <summary>Commands that wait for replies at one time; one more is refused.</summary>
    public const int MostPending = 1_000;

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(60);

    /// <summary>What the relay waits beyond the device's own deadline, so that the device's word on a timeout can still arrive.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    public static TimeSpan Clamp(TimeSpan timeout) =>
        timeout < ShortestTimeout ? ShortestTimeout : timeout > LongestTimeout ? LongestTimeout : timeout;
}
