using System.IO.Pipelines;

namespace Bridge.Mqtt.WebSockets;

/// <summary>
/// A WebSocket connection (RFC 6455) after its handshake, as the byte stream that MQTT wants: section 6 of MQTT 5.0 has packets in binary
/// frames whose boundaries mean nothing [MQTT-6.0.0-2]. Answers pings, sends its own, and closes with the right code. A peer that breaks a
/// rule ends the input as a lost connection does; <see cref="Closure"/> says why.
/// </summary>
public sealed class WebSocketDuplexPipe : IDuplexPipe, IWebSocketControlFrames, IDisposable
{
    private readonly IDuplexPipe _transport;
    private readonly WebSocketFrameDecoder _decoder;
    private readonly WebSocketPipeReader _input;
    private readonly WebSocketPipeWriter _output;
    private readonly WebSocketKeepAlive? _keepAlive;
    private readonly TimeProvider _time;
    private readonly Lock _giving = new();
    private bool _closedByPeer;
    private bool _disposed;

    /// <summary>Frames over a transport whose handshake is done.</summary>
    /// <param name="transport">Raw bytes; it is neither completed nor disposed here.</param>
    /// <param name="options">Role, limits and pings.</param>
    public WebSocketDuplexPipe(IDuplexPipe transport, WebSocketOptions options)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(options);
        if (options.MaxFrameBytes < WebSocketFrameHeader.MaxControlPayload || options.PongTimeout <= TimeSpan.Zero)
        {
            throw new ArgumentException("The frame limit or the pong timeout is out of range.", nameof(options));
        }

        _transport = transport;
        _time = options.Time;
        _decoder = new(options.Role, options.MaxFrameBytes, this);
        _input = new(transport.Input, _decoder);
        _output = new(transport.Output, options.Role == WebSocketRole.Client ? new() : null);
        _keepAlive = options.PingInterval > TimeSpan.Zero ? new(this, options) : null;
    }

    /// <summary>The payload of the peer's frames.</summary>
    public PipeReader Input => _input;

    /// <summary>Bytes for the peer; a flush makes a frame of them. Completing it says goodbye with 1000.</summary>
    public PipeWriter Output => _output;

    /// <summary>Why the connection ended: the peer's Close frame, or the rule that it broke. 1006 while it lasts or if it just went away.</summary>
    public WebSocketClosure Closure { get; private set; } = new(WebSocketCloseCode.Abnormal, "");

    /// <summary>Changes whenever the peer shows that it is there.</summary>
    internal int SignsOfLife => _input.Arrivals + _output.Drains;

    /// <summary>
    /// The closing handshake (section 7): sends a Close frame unless one was sent, and reads on until the peer's comes or the connection
    /// ends, so that closing the socket does not throw our last bytes away. Call it when neither reader nor writer is in use any more.
    /// </summary>
    /// <param name="closure">What to say; an earlier Close frame stands.</param>
    /// <param name="timeout">How long a peer may take for all of it.</param>
    public async Task CloseAsync(WebSocketClosure closure, TimeSpan timeout)
    {
        _keepAlive?.Dispose();
        using var deadline = new CancellationTokenSource(timeout, _time);
        try
        {
            _output.SendClose(closure);
            await _output.FlushAsync(deadline.Token);
            await DrainAsync(deadline.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            // Time is up or the transport is gone: either way there is nobody left to be polite to.
        }
    }

    /// <summary>
    /// Stops the pings, and every use of the transport: a timer's call that is under way has ended or says nothing any more. After it, and not before, the
    /// transport may be completed. Neither reader nor writer may be in use.
    /// </summary>
    public void Dispose()
    {
        _keepAlive?.Dispose();
        _output.Stop();
        lock (_giving)
        {
            _disposed = true;
        }
    }

    void IWebSocketControlFrames.OnPing(ReadOnlySpan<byte> payload) => _output.SendPong(payload);

    void IWebSocketControlFrames.OnEnd(WebSocketClosure closure, bool byPeer)
    {
        Closure = closure;
        _closedByPeer = byPeer;
        // Section 5.5.1: a Close frame is answered with one, and the code is usually echoed.
        _output.SendClose(byPeer ? closure with { Reason = "" } : closure);
    }

    internal void Ping() => _output.SendPing();

    /// <summary>Ends input and output as if the connection were lost.</summary>
    internal void GiveUp()
    {
        lock (_giving)
        {
            if (_disposed)
            {
                // A timer's call that was under way. The transport may serve somebody else by now, whose reading is none of ours.
                return;
            }

            Closure = new(WebSocketCloseCode.Abnormal, "no answer to a ping");
            _input.End();
            _output.CancelPendingFlush();
        }
    }

    private async Task DrainAsync(CancellationToken cancellation)
    {
        _input.Discard();
        while (!_decoder.HasEnded)
        {
            var read = await _input.ReadAsync(cancellation);
            _input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        _input.Discard();
        while (!_closedByPeer && !_input.IsGivenUp)
        {
            var read = await _transport.Input.ReadAsync(cancellation);
            _transport.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }
    }
}
