namespace Bridge.Server.Journal;

/// <summary>The journal can't keep anything now. The message says why, for the person who runs the relay.</summary>
public sealed class JournalUnavailableException : Exception
{
    /// <summary>Creates one without a message.</summary>
    public JournalUnavailableException()
    {
    }

    /// <summary>Creates one that says why.</summary>
    public JournalUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates one that says why, and keeps the cause.</summary>
    public JournalUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
