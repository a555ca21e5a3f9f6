using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>Against .NET's own WebSocket, over real sockets: handshake, echo of every length class, closing, in both roles.</summary>
public sealed class InteropTests
{
    private static readonly int[] Lengths = [0, 1, 125, 126, 4000, 65_535, 65_536, 300_000];

    /// <summary>For one wait: each has its own minute.</summary>
    private static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    [Fact]
    public async Task Server_WithDotNetsClient_EchoesAndCloses()
    {
        using var listener = Listen(out var port);
        var serving = ServeEchoAsync(listener);
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("mqtt");
        await client.ConnectAsync(new($"ws://127.0.0.1:{port}/_bridge/mqtt"), Patience);
        Assert.Equal("mqtt", client.SubProtocol);
        foreach (var length in Lengths)
        {
            await client.SendAsync(TestFrame.Bytes(length), WebSocketMessageType.Binary, true, Patience);
            Assert.Equal(TestFrame.Bytes(length), await ReceiveAsync(client, length));
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Patience);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
        Assert.Equal(new(WebSocketCloseCode.Normal, "bye"), await serving);
    }

    [Fact]
    public async Task Server_GivenText_ClosesWith1003()
    {
        using var listener = Listen(out var port);
        var serving = ServeEchoAsync(listener);
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("mqtt");
        await client.ConnectAsync(new($"ws://127.0.0.1:{port}/"), Patience);
        await client.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Patience);
        var received = await client.ReceiveAsync(new byte[10], Patience);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.InvalidMessageType), (received.MessageType, received.CloseStatus));
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Patience);
        await serving;
    }

    [Fact]
    public async Task Client_WithDotNetsServer_EchoesAndCloses()
    {
        using var listener = Listen(out var port);
        var serving = ServeWithDotNetAsync(listener);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, port, Patience);
        var transport = new StreamTransport(tcp.GetStream());
        using var socket = await WebSocketClientHandshake.ConnectAsync(transport, new($"ws://127.0.0.1:{port}/mqtt"),
            [new("Origin", "http://localhost")], new(), Patience);
        foreach (var length in Lengths.Where(length => length > 0))
        {
            socket.Output.Write(TestFrame.Bytes(length));
            await socket.Output.FlushAsync(Patience);
            ReadResult read;
            while ((read = await socket.Input.ReadAsync(Patience)).Buffer.Length < length)
            {
                Assert.False(read.IsCompleted);
                socket.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }

            Assert.Equal(TestFrame.Bytes(length), read.Buffer.ToArray());
            socket.Input.AdvanceTo(read.Buffer.End);
        }

        await socket.CloseAsync(new(WebSocketCloseCode.GoingAway, "done"), TimeSpan.FromSeconds(60));
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await serving);
    }

    [Theory]
    [InlineData("HTTP/1.1 403 Forbidden\r\n\r\n", "403")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: nonsense\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n", "not an answer")]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n", "refused")]
    [InlineData("HTTP/1.1 101 x", "did not answer")]
    public async Task Client_GivenSomethingElse_SaysWhat(string answer, string message)
    {
        var incoming = new Pipe();
        var outgoing = new Pipe();
        await incoming.Writer.WriteAsync(Encoding.ASCII.GetBytes(answer));
        await incoming.Writer.CompleteAsync();
        var e = await Assert.ThrowsAsync<IOException>(() => WebSocketClientHandshake.ConnectAsync(
            new PipeTransport(incoming.Reader, outgoing.Writer), new("ws://h/"), [], new(), Patience));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    private static TcpListener Listen(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }

    private static async Task<WebSocketClosure> ServeEchoAsync(TcpListener listener)
    {
        using var tcp = await listener.AcceptTcpClientAsync(Patience);
        var transport = new StreamTransport(tcp.GetStream());
        WebSocketUpgradeRequest? request;
        while (true)
        {
            var head = await transport.Input.ReadAsync(Patience);
            if (WebSocketHandshake.TryRead(head.Buffer, 8192, out var consumed, out request, out _))
            {
                transport.Input.AdvanceTo(consumed);
                break;
            }

            transport.Input.AdvanceTo(head.Buffer.Start, head.Buffer.End);
        }

        WebSocketHandshake.WriteAccepted(transport.Output, request!);
        await transport.Output.FlushAsync(Patience);
        using var socket = new WebSocketDuplexPipe(transport, new());
        while (true)
        {
            var read = await socket.Input.ReadAsync(Patience);
            foreach (var part in read.Buffer)
            {
                socket.Output.Write(part.Span);
            }

            socket.Input.AdvanceTo(read.Buffer.End);
            await socket.Output.FlushAsync(Patience);
            if (read.IsCompleted)
            {
                await socket.CloseAsync(new(WebSocketCloseCode.Normal, ""), TimeSpan.FromSeconds(60));
                return socket.Closure;
            }
        }
    }

    private static async Task<WebSocketCloseStatus?> ServeWithDotNetAsync(TcpListener listener)
    {
        using var tcp = await listener.AcceptTcpClientAsync(Patience);
        var stream = tcp.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true, bufferSize: 1);
        var key = "";
        while (await reader.ReadLineAsync(Patience) is { Length: > 0 } line)
        {
            key = line.StartsWith("Sec-WebSocket-Key: ", StringComparison.Ordinal) ? line[19..] : key;
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\nconnection: upgrade\r\n" +
            $"sec-websocket-accept: {WebSocketHandshake.AcceptKey(key)}\r\nsec-websocket-protocol: mqtt\r\n\r\n"), Patience);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, SubProtocol = "mqtt" });
        var buffer = new byte[100_000];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, Patience);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Patience);
                return received.CloseStatus;
            }

            await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Binary, received.EndOfMessage, Patience);
        }
    }

    private static async Task<byte[]> ReceiveAsync(ClientWebSocket client, int length)
    {
        var bytes = new byte[length];
        for (var have = 0; have < length;)
        {
            have += (await client.ReceiveAsync(bytes.AsMemory(have), Patience)).Count;
        }

        return bytes;
    }

    private sealed class StreamTransport(Stream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream);

        public PipeWriter Output { get; } = PipeWriter.Create(stream);
    }

    private sealed record PipeTransport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
