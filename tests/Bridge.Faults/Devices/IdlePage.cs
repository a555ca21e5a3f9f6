using System.Net.Sockets;
using System.Net.WebSockets;

namespace Bridge.Faults.Devices;

/// <summary>A page that is connected, waits for commands, has told its status and says nothing more, and comes back with full jitter, from half a second to 30 s.</summary>
internal sealed class IdlePage(PairedDevice paired, Uri relay)
{
    private static readonly byte[] Status =
        """{"page":"page1","url":"http://phone.test/","title":"A page","agent":"Mozilla/5.0 (Linux; Android 16) Chrome/156.0","secure":false,"visibility":"visible","transport":"ws"}"""u8.ToArray();

    private volatile bool _connected;
    private int _failures;

    public bool IsConnected => _connected;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var socket = await paired.ConnectAsync(relay, null, stop);
                await StayAsync(socket, stop);
            }
            catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException or SocketException or OperationCanceledException)
            {
                // Away, or too many at once: later.
            }

            _connected = false;
            await Pace.BeforeReconnectingAsync(TimeSpan.FromMilliseconds(Math.Min(30_000, 500 << Math.Min(_failures++, 6))), stop);
        }
    }

    private async Task StayAsync(WebSocket socket, CancellationToken stop)
    {
        await socket.SendAsync(MqttBytes.Connect("", clean: true, "page1"), WebSocketMessageType.Binary, true, stop);
        var buffer = new byte[1024];
        for (var first = true; !stop.IsCancellationRequested; first = false)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(), stop);
            if (result.MessageType == WebSocketMessageType.Close || buffer[0] == MqttBytes.Disconnect)
            {
                return;
            }

            if (first && (buffer[0] != MqttBytes.ConnAck || buffer[3] != 0))
            {
                return;
            }

            if (first)
            {
                await socket.SendAsync(MqttBytes.Subscribe(1, $"bridge/v1/main/{paired.Name}/down/#", "bridge/v1/main/all/down/#"), WebSocketMessageType.Binary, true, stop);
                await socket.SendAsync(MqttBytes.Publish($"bridge/v1/main/{paired.Name}/up/status", 2, Status), WebSocketMessageType.Binary, true, stop);
            }

            _connected = true;
            _failures = 0;
        }
    }
}
