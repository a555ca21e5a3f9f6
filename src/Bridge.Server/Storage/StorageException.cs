namespace Bridge.Server.Storage;

/// <summary>The database can't be opened, or refuses work; the message is for the person who runs the relay.</summary>
public sealed class StorageException : Exception
{
    /// <summary>Creates one without a message.</summary>
    public StorageException()
    {
    }

    /// <summary>Creates one that says what is wrong.</summary>
    public StorageException(string message)
        : base(message)
    {
    }

    /// <summary>Creates one that says what is wrong, and keeps the cause.</summary>
    public StorageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
