namespace Bridge.Server.LiveReload;

/// <summary>What is known of a file's content.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Written">When it was last written, UTC ticks.</param>
/// <param name="Hash">A hash of its path and content.</param>
internal sealed record FileStamp(long Length, long Written, ulong Hash);
