using System.IO.Pipelines;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>Two ends of a connection in memory.</summary>
internal sealed class DuplexPipePair
{
    public DuplexPipePair(PipeOptions? toClient = null, PipeOptions? toServer = null)
    {
        var up = new Pipe(toServer ?? new PipeOptions(useSynchronizationContext: false));
        var down = new Pipe(toClient ?? new PipeOptions(useSynchronizationContext: false));
        Server = new End(up.Reader, down.Writer);
        Client = new End(down.Reader, up.Writer);
    }

    public IDuplexPipe Server { get; }

    public IDuplexPipe Client { get; }

    private sealed class End(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input { get; } = input;

        public PipeWriter Output { get; } = output;
    }
}
