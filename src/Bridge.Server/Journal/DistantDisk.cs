namespace Bridge.Server.Journal;

/// <summary>The disk of a database server, which watches it itself.</summary>
internal sealed class DistantDisk : IFreeDisk
{
    public string Folder => "the database server";

    public long FreeBytes() => long.MaxValue;
}
