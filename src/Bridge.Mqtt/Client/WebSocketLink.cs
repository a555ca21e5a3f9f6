using System.IO.Pipelines;
using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Client;

/// <summary>MQTT over WebSocket (section 6), over a stream.</summary>
internal sealed class WebSocketLink(StreamLink below, WebSocketDuplexPipe frames) : IDuplexPipe, IAsyncDisposable
{
    public PipeReader Input => frames.Input;

    public PipeWriter Output => frames.Output;

    public async ValueTask DisposeAsync()
    {
        frames.Dispose();
        await below.DisposeAsync();
    }
}
