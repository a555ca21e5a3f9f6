using System.Net.Sockets;

namespace Bridge.Mqtt.Tcp;

/// <summary>Accepts the connections of one listening socket until it is disposed. Each is served from the pool, so that the next is accepted at once.</summary>
public sealed class SocketAcceptLoop : IAsyncDisposable
{
    // Out of file handles, mostly: connections that end free some.
    private static readonly TimeSpan AfterFailedAccept = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listening;
    private readonly Func<SocketPipe, Task> _serve;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <summary>Begins to accept.</summary>
    /// <param name="listening">Bound and listening; closed at the end.</param>
    /// <param name="serve">Serves one connection, which it disposes, and throws nothing.</param>
    /// <param name="time">Of the pause after an accept that failed; null is the system's.</param>
    public SocketAcceptLoop(Socket listening, Func<SocketPipe, Task> serve, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(listening);
        ArgumentNullException.ThrowIfNull(serve);
        _listening = listening;
        _serve = serve;
        _time = time ?? TimeProvider.System;
        Stopping = _stop.Token;
        _accepting = AcceptAsync();
    }

    /// <summary>Says that no more is accepted.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Stops accepting and closes the listening socket. Connections that stand go on. May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listening.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Begin(await _listening.AcceptAsync(_stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(AfterFailedAccept, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Begin(Socket socket)
    {
        SocketPipe pipe;
        try
        {
            pipe = new SocketPipe(socket);
        }
        catch (SocketException)
        {
            // Reset before it was looked at.
            socket.Dispose();
            return;
        }

        _ = Task.Run(() => _serve(pipe));
    }
}
