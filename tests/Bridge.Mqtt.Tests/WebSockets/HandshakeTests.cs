using System.Buffers;
using System.Text;
using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>The server's opening handshake: strict, bounded, at every split.</summary>
public sealed class HandshakeTests
{
    private const string Good = "GET /_bridge/mqtt HTTP/1.1\r\nHost: 192.168.1.5:5080\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n" +
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqttv3.1, mqtt\r\n" +
        "Origin: http://192.168.1.5:5080\r\nCookie: a=1\r\nCookie: b=2\r\nUser-Agent: Test\r\n\r\n";

    [Fact]
    public void Read_GoodRequestAtEverySplit_TakesItOnceItIsWhole()
    {
        var bytes = Encoding.ASCII.GetBytes(Good + "MORE");
        for (var length = 0; length < Good.Length; length++)
        {
            Assert.False(WebSocketHandshake.TryRead(new(bytes.AsMemory(0, length)), 8192, out _, out _, out _));
        }

        for (var cut = 1; cut < Good.Length; cut++)
        {
            var buffer = Segments.Of(bytes.AsMemory(0, cut), bytes.AsMemory(cut));
            Assert.True(WebSocketHandshake.TryRead(buffer, 8192, out var consumed, out var request, out _));
            Assert.Equal("MORE"u8.ToArray(), buffer.Slice(consumed).ToArray());
            Assert.Equal(("/_bridge/mqtt", "192.168.1.5:5080", "http://192.168.1.5:5080", "a=1; b=2", "Test"),
                (request!.Target, request.Host, request.Origin, request.Cookie, request.UserAgent));
        }
    }

    [Fact]
    public void Accept_AnswersTheKeyOfTheRfcWithItsAnswer()
    {
        Assert.True(WebSocketHandshake.TryRead(new(Encoding.ASCII.GetBytes(Good)), 8192, out _, out var request, out _));
        var output = new ArrayBufferWriter<byte>();
        WebSocketHandshake.WriteAccepted(output, request!);
        var answer = Encoding.ASCII.GetString(output.WrittenSpan);
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Protocol: mqtt\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost.")]
    [InlineData("phone-1.local:5080")]
    [InlineData("127.0.0.1:")]
    [InlineData("[::1]")]
    [InlineData("[fe80::1%25eth0]:65535")]
    public void Read_HostOfEveryForm_IsTaken(string host)
    {
        var bytes = Encoding.ASCII.GetBytes(Good.Replace("192.168.1.5:5080", host, StringComparison.Ordinal));
        Assert.True(WebSocketHandshake.TryRead(new(bytes), 8192, out _, out var request, out _));
        Assert.Equal(host, request?.Host);
    }

    [Theory]
    [InlineData("GET /", "POST /", 405)]
    [InlineData("HTTP/1.1", "HTTP/1.0", 400)]
    [InlineData("GET /_bridge/mqtt HTTP/1.1", "GET  /_bridge/mqtt HTTP/1.1", 400)]
    [InlineData("GET /_bridge/mqtt HTTP/1.1", "GET http://x/ HTTP/1.1", 400)]
    [InlineData("Host: 192.168.1.5:5080\r\n", "", 400)]
    [InlineData("Host: 192.168.1.5:5080\r\n", "Host:\r\n", 400)]
    [InlineData("Host: 192.168.1.5:5080", "Host: 192.168.1.5:5080@evil", 400)]
    [InlineData("Host: 192.168.1.5:5080", "Host: 192.168.1.5:5080,evil", 400)]
    [InlineData("Host: 192.168.1.5:5080", "Host: 192.168.1.5:5080/x", 400)]
    [InlineData("Host: 192.168.1.5:5080", "Host: 192.168.1.5:99999", 400)]
    [InlineData("Host: 192.168.1.5:5080", "Host: 192.168.1.5:+80", 400)]
    [InlineData("Host: 192.168.1.5:5080", "Host: 192.168.1.5 evil", 400)]
    [InlineData("Host: 192.168.1.5:5080", "Host: user@192.168.1.5", 400)]
    [InlineData("Host: 192.168.1.5:5080", "Host: :5080", 400)]
    [InlineData("Host: 192.168.1.5:5080", "Host: [::1", 400)]
    [InlineData("Host: 192.168.1.5:5080", "Host: [::1]x", 400)]
    [InlineData("Host: 192.168.1.5:5080", "Host: [::1]:x", 400)]
    [InlineData("Host:", "Host: evil\r\nHost:", 400)]
    [InlineData("Origin:", "Origin: http://evil\r\nOrigin:", 400)]
    [InlineData("Host:", "Host :", 400)]
    [InlineData("Host:", " Host:", 400)]
    [InlineData("Host:", "X: a\r\n b\r\nHost:", 400)]
    [InlineData("Host:", "X: a\nHost:", 400)]
    [InlineData("Host:", "X: a\rb\r\nHost:", 400)]
    [InlineData("Host:", "X: \0\r\nHost:", 400)]
    [InlineData("Host:", ": x\r\nHost:", 400)]
    [InlineData("Host:", "no colon\r\nHost:", 400)]
    [InlineData("Host:", "Content-Length: 0\r\nHost:", 400)]
    [InlineData("Host:", "Transfer-Encoding: chunked\r\nHost:", 400)]
    [InlineData("Upgrade: websocket\r\n", "", 426)]
    [InlineData("Upgrade: websocket", "Upgrade: h2c", 426)]
    [InlineData("keep-alive, Upgrade", "keep-alive", 426)]
    [InlineData("Version: 13", "Version: 8", 426)]
    [InlineData("Sec-WebSocket-Version: 13\r\n", "", 426)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j", 400)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j!!==", 400)]
    [InlineData("Sec-WebSocket-Key:", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key:", 400)]
    [InlineData("mqttv3.1, mqtt\r\n", "mqttv3.1\r\n", 400)]
    [InlineData("mqttv3.1, mqtt\r\n", "MQTT\r\n", 400)]
    [InlineData("Sec-WebSocket-Protocol: mqttv3.1, mqtt\r\n", "", 400)]
    public void Read_RequestWithAFault_IsRefusedWithItsStatus(string part, string instead, int status)
    {
        var bytes = Encoding.ASCII.GetBytes(Good.Replace(part, instead, StringComparison.Ordinal));
        Assert.True(WebSocketHandshake.TryRead(new(bytes), 8192, out _, out var request, out var refusal));
        Assert.Null(request);
        Assert.Equal(status, refusal.Status);

        var output = new ArrayBufferWriter<byte>();
        WebSocketHandshake.WriteRefused(output, refusal);
        Assert.StartsWith($"HTTP/1.1 {status} ", Encoding.ASCII.GetString(output.WrittenSpan), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HeadAtTheLimit_IsTakenAndOneByteMoreIsNot()
    {
        var bytes = Encoding.ASCII.GetBytes(Good);
        Assert.True(WebSocketHandshake.TryRead(new(bytes), bytes.Length, out _, out var request, out _));
        Assert.NotNull(request);
        Assert.True(WebSocketHandshake.TryRead(new(bytes), bytes.Length - 1, out _, out request, out var refusal));
        Assert.Null(request);
        Assert.Equal(431, refusal.Status);
    }

    [Fact]
    public void Read_EndlessHead_IsRefusedAtTheLimit()
    {
        var bytes = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nX: " + new string('x', 10_000));
        Assert.False(WebSocketHandshake.TryRead(new(bytes.AsMemory(0, 8191)), 8192, out _, out _, out _));
        Assert.True(WebSocketHandshake.TryRead(new(bytes.AsMemory(0, 8192)), 8192, out _, out _, out var refusal));
        Assert.Equal(431, refusal.Status);
    }
}
