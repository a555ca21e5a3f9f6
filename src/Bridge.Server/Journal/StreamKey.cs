namespace Bridge.Server.Journal;

/// <summary>What names a stream.</summary>
internal readonly record struct StreamKey(string Room, string Device, string Page, string Feed)
{
    public static StreamKey Of(JournalBatch batch) => new(batch.Room, batch.Device, batch.Page, batch.Feed);
}
