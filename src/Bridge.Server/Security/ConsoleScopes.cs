namespace Bridge.Server.Security;

/// <summary>What a console or tool may do.</summary>
[Flags]
public enum ConsoleScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>See devices and their feeds.</summary>
    Watch = 1,

    /// <summary>Send commands, eval among them.</summary>
    Command = 2,

    /// <summary>Pair, rename and remove devices; make rooms and credentials.</summary>
    Admin = 4,

    /// <summary>All of it.</summary>
    All = Watch | Command | Admin,
}
