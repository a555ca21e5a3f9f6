using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Bridge.Mqtt.Tcp;

/// <summary>An accepted socket as the pipe that the broker serves.</summary>
internal sealed class SocketPipe : IDuplexPipe, IDisposable
{
    // A read of no bytes waits for the first one without holding a buffer: an idle connection costs none.
    private static readonly StreamPipeReaderOptions Reading = new(useZeroByteReads: true, leaveOpen: true);
    private static readonly StreamPipeWriterOptions Writing = new(leaveOpen: true);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    public SocketPipe(Socket socket)
    {
        _socket = socket;
        // MQTT packets are small and wanted now; the broker already gathers those of one turn into one write.
        socket.NoDelay = true;
        Remote = socket.RemoteEndPoint;
        _stream = new NetworkStream(socket, ownsSocket: true);
        Input = PipeReader.Create(_stream, Reading);
        Output = PipeWriter.Create(_stream, Writing);
    }

    public EndPoint? Remote { get; }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    /// <summary>Resets the connection, whatever the peer has not taken yet.</summary>
    public void Abort() => _socket.Close(timeout: 0);

    public void Dispose() => _stream.Dispose();
}
