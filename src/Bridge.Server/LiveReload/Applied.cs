namespace Bridge.Server.LiveReload;

/// <summary>What a device did with a change.</summary>
internal enum Applied
{
    /// <summary>No page of it is connected.</summary>
    Offline,

    /// <summary>It was swapped in, or the page is loading again.</summary>
    Yes,

    /// <summary>No page of it uses the file.</summary>
    Unused,

    /// <summary>A page tried and couldn't.</summary>
    Failed,

    /// <summary>No page answered in time: asleep, most likely.</summary>
    Silent,
}
