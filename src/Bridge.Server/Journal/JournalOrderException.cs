namespace Bridge.Server.Journal;

/// <summary>A batch came before one that precedes it in its stream, was refused, and has to come again first.</summary>
public sealed class JournalOrderException : Exception
{
    /// <summary>Creates one with the usual message.</summary>
    public JournalOrderException()
        : base("What precedes it in its stream was refused and has to come again first.")
    {
    }

    /// <summary>Creates one with a message of its own.</summary>
    public JournalOrderException(string message)
        : base(message)
    {
    }

    /// <summary>Creates one with a message of its own, and keeps the cause.</summary>
    public JournalOrderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
