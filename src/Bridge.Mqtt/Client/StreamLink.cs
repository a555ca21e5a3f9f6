using System.IO.Pipelines;

namespace Bridge.Mqtt.Client;

/// <summary>A stream as a pipe pair, with what must be closed behind it.</summary>
internal sealed class StreamLink : IDuplexPipe, IAsyncDisposable
{
    private readonly Stream _stream;

    public StreamLink(Stream stream)
    {
        _stream = stream;
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        Output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
