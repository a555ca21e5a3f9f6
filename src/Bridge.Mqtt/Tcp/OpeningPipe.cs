using System.IO.Pipelines;

namespace Bridge.Mqtt.Tcp;

/// <summary>
/// A pipe that its first read opens. So the handshakes below MQTT are part of a connection that the broker serves already, and counts, limits and
/// times, as it does with one that hasn't sent CONNECT yet.
/// </summary>
internal sealed class OpeningPipe : IDuplexPipe
{
    private readonly OpeningPipeWriter _output = new();
    private readonly OpeningPipeReader _input;

    /// <param name="open">Makes the pipe below; throws <see cref="IOException"/> where there is none to be had.</param>
    public OpeningPipe(Func<CancellationToken, Task<IDuplexPipe>> open)
    {
        _input = new OpeningPipeReader(async cancellation =>
        {
            var opened = await open(cancellation);
            _output.Open(opened.Output);
            return opened.Input;
        });
    }

    public PipeReader Input => _input;

    public PipeWriter Output => _output;
}
