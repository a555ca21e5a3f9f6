using System.Security.Cryptography;
using Bridge.Server.Security.Certificates;

namespace Bridge.Cli.Commands;

/// <summary>What can be wrong with an authority's files, in words.</summary>
internal static class CaFault
{
    /// <exception cref="CommandFailedException">The files can't be read, written or deleted.</exception>
    public static void Explain(AuthorityFolder authority, Action work)
    {
        try
        {
            work();
        }
        catch (CryptographicException e)
        {
            throw new CommandFailedException(ExitCodes.Unreadable, $"{authority.CertificatePath} and its key can't be read: {e.Message} 'bridge ca remove' deletes them; a new pair is made then.");
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException io && !Terminal.BrokenPipe.Is(io)))
        {
            throw new CommandFailedException(ExitCodes.Unreadable, e.Message);
        }
    }
}
