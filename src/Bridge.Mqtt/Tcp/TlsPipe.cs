using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Bridge.Mqtt.Tcp;

/// <summary>The server's end of TLS on a socket. A connection that says nothing holds no buffer of ours.</summary>
internal sealed class TlsPipe : IDuplexPipe, IAsyncDisposable
{
    // As long as TLS's longest record.
    private const int BlockSize = 16 * 1024;

    private static readonly TimeSpan LongestLinger = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly NetworkStream _bytes;
    private readonly SslStream _tls;

    /// <param name="socket">Nothing was read from it or written to it; it is not closed here.</param>
    public TlsPipe(Socket socket)
    {
        _socket = socket;
        socket.Blocking = true; // What a stream insists on, though it only ever waits asynchronously.
        _bytes = new NetworkStream(socket, ownsSocket: false);
        _tls = new SslStream(_bytes, leaveInnerStreamOpen: true);
        Input = PipeReader.Create(_tls, new StreamPipeReaderOptions(bufferSize: BlockSize, leaveOpen: true, useZeroByteReads: true));
        Output = PipeWriter.Create(_tls, new StreamPipeWriterOptions(leaveOpen: true));
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    /// <exception cref="IOException">There was no agreement, or the peer went away.</exception>
    public async Task<X509Certificate2?> AuthenticateAsync(SslServerAuthenticationOptions options, CancellationToken cancellation)
    {
        try
        {
            await _tls.AuthenticateAsServerAsync(options, cancellation);
        }
        catch (AuthenticationException cause)
        {
            throw new IOException($"TLS failed: {cause.Message}", cause);
        }

        return _tls.RemoteCertificate as X509Certificate2;
    }

    /// <summary>As <see cref="SocketPipe.LingerAsync"/>, with TLS's own goodbye first (RFC 8446, 6.1). Throws nothing.</summary>
    public async Task LingerAsync()
    {
        using var longest = new CancellationTokenSource(LongestLinger);
        try
        {
            await _tls.ShutdownAsync().WaitAsync(longest.Token);
            _socket.Shutdown(SocketShutdown.Send);
            await _bytes.CopyToAsync(Stream.Null, longest.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidOperationException or OperationCanceledException)
        {
            // Broken, or too long: closed in any case.
        }
    }

    /// <summary>Neither reader nor writer may be in use.</summary>
    public async ValueTask DisposeAsync()
    {
        await Input.CompleteAsync();
        await _tls.DisposeAsync();
        await _bytes.DisposeAsync();
    }
}
