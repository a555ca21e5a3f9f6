using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bridge.Server.Tests.MqttEndpoint;

/// <summary>A socket, and bytes as a test wants them.</summary>
internal sealed class RawClient : IDisposable
{
    public const string Upgrade = "GET /_bridge/mqtt HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqtt\r\n" +
        "Origin: http://localhost\r\nCookie: theme=dark; credential=abc\r\nUser-Agent: Test\r\n\r\n";

    /// <summary>A 3.1.1 CONNECT: clean session, keep-alive 60 s, client id "c".</summary>
    public static readonly byte[] Connect = [0x10, 13, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 60, 0, 1, (byte)'c'];

    /// <summary>The same in a masked frame; the key is zero, so that the payload can be read.</summary>
    public static readonly byte[] ConnectFrame = [0x82, 0x80 | 15, 0, 0, 0, 0, .. Connect];

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));

    public RawClient(int port) => _socket.Connect(IPAddress.Loopback, port);

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _socket.SendAsync(bytes, _patience.Token);

    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var read = await _socket.ReceiveAsync(bytes.AsMemory(have), _patience.Token);
            Assert.True(read > 0, $"the connection ended after {have} bytes");
            have += read;
        }

        return bytes;
    }

    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await ReadAsync(1))[0]);
        }

        return head.ToString();
    }

    public async Task<byte[]> ReadToEndAsync()
    {
        var all = new List<byte>();
        var buffer = new byte[4096];
        while (await _socket.ReceiveAsync(buffer, _patience.Token) is > 0 and var count)
        {
            all.AddRange(buffer[..count]);
        }

        return [.. all];
    }

    public void Dispose()
    {
        _socket.Dispose();
        _patience.Dispose();
    }
}
