namespace Bridge.Server.Journal;

/// <summary>How much room the disk under the journal has.</summary>
internal interface IFreeDisk
{
    /// <summary>The folder whose disk it is, for messages.</summary>
    string Folder { get; }

    /// <summary>Bytes that this user may still write; very many where the question makes no sense.</summary>
    long FreeBytes();
}
