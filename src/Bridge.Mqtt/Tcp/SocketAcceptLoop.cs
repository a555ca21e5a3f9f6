using System.Net;
using System.Net.Sockets;

namespace Bridge.Mqtt.Tcp;

/// <summary>Accepts the connections of one listening socket until it is disposed. Each is served from the pool, so that the next is accepted at once.</summary>
public sealed class SocketAcceptLoop : IAsyncDisposable
{
    // Out of file handles, mostly: connections that end free some.
    private static readonly TimeSpan AfterFailedAccept = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listening;
    private readonly Func<SocketPipe, CancellationToken, Task> _serve;
    private readonly Action<EndPoint?, Exception> _failed;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private readonly Task _accepting;
    private int _disposed;

    /// <summary>Begins to accept: connections that wait already may be served before this returns.</summary>
    /// <param name="listening">Bound and listening; closed at the end.</param>
    /// <param name="serve">
    /// Serves one connection, which it disposes, until it ends; its token says that no more is accepted. One that it fails on by an exception
    /// is closed here.
    /// </param>
    /// <param name="failed">Is told whose connection that was, and the exception; throws nothing.</param>
    /// <param name="time">Of the pause after an accept that failed; null is the system's.</param>
    public SocketAcceptLoop(Socket listening, Func<SocketPipe, CancellationToken, Task> serve, Action<EndPoint?, Exception> failed, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(listening);
        ArgumentNullException.ThrowIfNull(serve);
        ArgumentNullException.ThrowIfNull(failed);
        _listening = listening;
        _serve = serve;
        _failed = failed;
        _time = time ?? TimeProvider.System;
        _stopping = _stop.Token;
        _accepting = Task.Run(AcceptAsync, CancellationToken.None); // However many wait, they don't hold this up.
    }

    /// <summary>Stops accepting and closes the listening socket. Connections that stand go on. May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            await _accepting;
            return;
        }

        await _stop.CancelAsync();
        _listening.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Begin(await _listening.AcceptAsync(_stopping));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(AfterFailedAccept, _time, _stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

        _ = Task.Run(() => ServeAsync(pipe));
    }

    private async Task ServeAsync(SocketPipe pipe)
    {
        try
        {
            await _serve(pipe, _stopping);
        }
#pragma warning disable CA1031 // Ours to mend, but it ends this connection alone.
        catch (Exception error)
#pragma warning restore CA1031
        {
            pipe.Dispose();
            _failed(pipe.Remote, error);
        }
    }
}
