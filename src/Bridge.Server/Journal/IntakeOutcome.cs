namespace Bridge.Server.Journal;

/// <summary>What became of a feed message at the journal's door.</summary>
internal enum IntakeOutcome
{
    /// <summary>It is durable, all of it.</summary>
    Stored,

    /// <summary>It isn't a batch. It never will be; sending it again is of no use.</summary>
    Malformed,

    /// <summary>The journal has stopped, for lack of disk space. Keep it and send it again later.</summary>
    Stopped,

    /// <summary>Too much waits for the disk. Keep it and send it again later.</summary>
    Busy,

    /// <summary>The append failed. Keep it and send it again later.</summary>
    Failed,

    /// <summary>What precedes it in its stream was refused. Keep it and send it again behind that.</summary>
    Early,
}
