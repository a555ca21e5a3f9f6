namespace Bridge.Cli;

/// <summary>Ends a command with a message for the person who gave it.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">One or two sentences: what is wrong, and what to do.</param>
internal sealed class CommandFailedException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
