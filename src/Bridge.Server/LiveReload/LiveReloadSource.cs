using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Bridge.Server.Relay;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.LiveReload;

/// <summary>
/// Another program's LiveReload server, where that has the port already, as build plug-ins with a server of their own do: listened to like a
/// browser would, so that its reloads reach the devices too.
/// </summary>
internal sealed class LiveReloadSource(LiveReloadService service, RelayNotices notices, TimeProvider time, ILogger logger, int port) : IAsyncDisposable
{
    /// <summary>Between two tries to reach it.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>A build's files are told one by one: those that come within this are one change.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromMilliseconds(30);

    /// <summary>Files that wait to be passed on. Behind more of them the files don't matter: a page that reloads shows them all.</summary>
    public const int MostFiles = 1_000;

    private const int LongestMessage = 64 * 1024;
    private const string Everything = ""; // in place of a file

    private static readonly byte[] Hello = JsonSerializer.SerializeToUtf8Bytes(new { command = "hello", protocols = new[] { LiveReloadMessage.Protocol } });

    private readonly Channel<string> _files = Channel.CreateBounded<string>(MostFiles);
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private bool _told;
    private int _lost;

    /// <summary>Begins to listen.</summary>
    public void Start() => _running = Task.WhenAll(ListenAsync(_stop.Token), PassOnAsync(_stop.Token));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                using var socket = new ClientWebSocket { Options = { Proxy = null } }; // this machine's own port, whatever proxy leads out of it
                await socket.ConnectAsync(new Uri($"ws://localhost:{port}/livereload"), cancellation);
                await socket.SendAsync(Hello, WebSocketMessageType.Text, endOfMessage: true, cancellation);
                await ReceiveAsync(socket, cancellation);
            }
            catch (WebSocketException e)
            {
                logger.NoSource(port, e.Message);
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }

    private async Task ReceiveAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        await foreach (var message in LiveReloadMessage.ReadAllAsync(socket, LongestMessage, cancellation))
        {
            if (message.Command == "hello" && !_told)
            {
                _told = true;
                notices.Post(new RelayNotice("livereload-source", $"LiveReload's port {port} is another program's: the devices follow its reloads"));
            }
            else if (message.Command == "reload")
            {
                Take(message.Path ?? Everything);
            }
        }
    }

    private void Take(string file)
    {
        if (!_files.Writer.TryWrite(file))
        {
            // Should the queue have been emptied in between, nobody would look at this before the next change: hence the second try.
            Interlocked.Exchange(ref _lost, 1);
            _files.Writer.TryWrite(Everything);
        }
    }

    private async Task PassOnAsync(CancellationToken cancellation)
    {
        while (await _files.Reader.WaitToReadAsync(cancellation))
        {
            await Task.Delay(Together, time, cancellation);
            var files = new List<string>();
            while (files.Count < MostFiles && _files.Reader.TryRead(out var file))
            {
                files.Add(file);
            }

            var everything = Interlocked.Exchange(ref _lost, 0) == 1 || files.Contains(Everything);

            // Who is slow to answer doesn't hold up the next change.
            _ = service.TriggerAsync(everything ? [] : files, cancellation);
        }
    }
}
