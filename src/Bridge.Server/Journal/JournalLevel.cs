namespace Bridge.Server.Journal;

/// <summary>How loud an item is; an item that names no level counts as <see cref="Log"/>. The numbers are stored.</summary>
public enum JournalLevel
{
    /// <summary><c>console.debug</c>.</summary>
    Debug = 0,

    /// <summary><c>console.log</c>, and whatever has no level.</summary>
    Log = 1,

    /// <summary><c>console.info</c>.</summary>
    Info = 2,

    /// <summary><c>console.warn</c>.</summary>
    Warn = 3,

    /// <summary><c>console.error</c>, uncaught errors, rejections.</summary>
    Error = 4,
}
