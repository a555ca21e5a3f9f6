namespace Bridge.Server.Journal;

/// <summary>What the journal keeps, and when it stops.</summary>
internal sealed class JournalOptions
{
    /// <summary>
    /// How long entries are kept, 1 minute to 10 years, by the relay's clock. Seven days: over a weekend and back. What is
    /// older is removed, oldest first.
    /// </summary>
    public TimeSpan MaximumAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How large the journal may get, bytes on disk, 1 MiB to 1 TiB. Beyond it the oldest entries are removed.</summary>
    public long MaximumBytes { get; set; } = 1L << 30;

    /// <summary>
    /// Free space of the data folder's disk below which nothing is appended, bytes, 0 to 1 TiB. Acknowledgements stop then,
    /// and devices keep what they have; the live view goes on. The rest of the disk belongs to the developer's own work.
    /// </summary>
    public long FreeDiskFloor { get; set; } = 256L << 20;

    /// <summary>
    /// Bytes of feed messages that may wait for the disk, all devices together, 1 MiB to 1 GiB. Beyond it a message is
    /// refused as by a full disk: the device keeps it and sends it again.
    /// </summary>
    public long MaximumWaitingBytes { get; set; } = 64L << 20;

    /// <summary>How often the oldest entries are looked after, 1 second to 1 hour. Removal goes in short steps between appends.</summary>
    public TimeSpan RetentionInterval { get; set; } = TimeSpan.FromSeconds(30);
}
