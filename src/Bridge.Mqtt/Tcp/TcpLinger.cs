using System.IO.Pipelines;

namespace Bridge.Mqtt.Tcp;

/// <summary>
/// Lets a peer read why it was disconnected. TCP answers bytes that arrive after closing with a reset, and a reset takes from the peer
/// what it has received but not read: the DISCONNECT, and every acknowledgement before it (RFC 1122, 4.2.2.13). A client with messages on their way
/// would learn nothing. So their bytes are read and dropped until it falls silent.
/// </summary>
public static class TcpLinger
{
    // A client that has read its DISCONNECT sends nothing more.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    // One that goes on sending regardless gets its reset.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>Ends when the peer has closed, has been silent for 100 ms, or after 2 s. Never throws for what the network does.</summary>
    public static async Task ReadOnAsync(PipeReader input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var longest = new CancellationTokenSource(Longest);
        try
        {
            while (true)
            {
                using var silence = CancellationTokenSource.CreateLinkedTokenSource(longest.Token);
                silence.CancelAfter(Silence);
                var read = await input.ReadAsync(silence.Token);
                input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or InvalidOperationException)
        {
            // Silent, too long, or broken: closed in any case.
        }
    }
}
