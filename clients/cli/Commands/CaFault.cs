using Bridge.Server.Security.Certificates;

namespace Bridge.Cli.Commands;

/// <summary>What can be wrong with an authority's files, in words.</summary>
internal static class CaFault
{
    /// <exception cref="CommandFailedException">The files can't be read, written or deleted.</exception>
    public static void Explain(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is CertificateFileException or UnauthorizedAccessException || (e is IOException io && !Terminal.BrokenPipe.Is(io)))
        {
            throw new CommandFailedException(ExitCodes.Unreadable, e.Message);
        }
    }
}
