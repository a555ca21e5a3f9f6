using System.Net.Sockets;
using System.Text;

namespace Bridge.Injector.Tests.Support;

/// <summary>Bytes to a server and back, with nothing in between that would tidy them.</summary>
internal static class RawRequest
{
    /// <summary>Sends the text and reads until the server closes.</summary>
    public static async Task<string> SendAsync(Uri server, string text)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port, deadline.Token);
        await socket.SendAsync(Encoding.Latin1.GetBytes(text), deadline.Token);
        var answer = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            int size;
            while ((size = await socket.ReceiveAsync(buffer, deadline.Token)) > 0)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, size));
            }
        }
        catch (SocketException)
        {
            // A reset is an end too.
        }

        return answer.ToString();
    }
}
