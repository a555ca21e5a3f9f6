namespace Bridge.Server.Commands;

/// <summary>A command that was not sent, and why, in words for whoever asked.</summary>
public sealed class CommandException(string message, int status) : Exception(message)
{
    /// <summary>The HTTP status that says the same.</summary>
    public int Status { get; } = status;
}
