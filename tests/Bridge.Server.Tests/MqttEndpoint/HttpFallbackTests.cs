using System.Net;
using System.Net.WebSockets;
using Bridge.Server.MqttEndpoint;

namespace Bridge.Server.Tests.MqttEndpoint;

/// <summary>Upgrades that arrive inside HTTP.</summary>
public sealed class HttpFallbackTests
{
    [Fact]
    public async Task Upgrade_AsTheSecondRequestOfAConnection_IsServed()
    {
        await using var host = EndpointHost.Start();
        using var client = new RawClient(host.Http);
        await client.SendAsync("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK", await client.ReadHeadAsync(), StringComparison.Ordinal);
        await client.SendAsync(RawClient.Upgrade);
        var answer = await client.ReadHeadAsync();
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", answer, StringComparison.Ordinal);
        await client.SendAsync(RawClient.ConnectFrame);
        Assert.Equal([0x82, 4, 0x20, 2, 0, 0], await client.ReadAsync(6));
        Assert.Equal("somebody", Assert.Single(host.Clients.Seen).Principal);
    }

    [Fact]
    public async Task Upgrade_OverHttp2_IsServed()
    {
        await using var host = EndpointHost.Start();
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => host.IsOwn(certificate);
        using var invoker = new HttpMessageInvoker(handler);
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("mqtt");
        client.Options.HttpVersion = HttpVersion.Version20;
        client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        await client.ConnectAsync(new($"wss://127.0.0.1:{host.Https}/_bridge/mqtt"), invoker, default);
        await client.SendAsync(RawClient.Connect, WebSocketMessageType.Binary, true, default);
        Assert.Equal(4, (await client.ReceiveAsync(new byte[16], default)).Count);
        Assert.True(Assert.Single(host.Clients.Seen).Secure);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "", default);
    }

    [Theory]
    [InlineData("GET /_bridge/mqtt HTTP/1.0")]
    [InlineData("get /_bridge/mqtt HTTP/1.1")]
    [InlineData("POST /_bridge/mqtt HTTP/1.1")]
    public async Task Upgrade_ByARequestLineThatMayNot_Gets426(string line)
    {
        await using var host = EndpointHost.Start();
        using var client = new RawClient(host.Http);
        await client.SendAsync(RawClient.Upgrade.Replace("GET /_bridge/mqtt HTTP/1.1", line, StringComparison.Ordinal));
        Assert.StartsWith("HTTP/1.1 426 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Empty(host.Clients.Seen);
    }

    [Fact]
    public async Task Request_ThatIsNoUpgrade_Gets426()
    {
        await using var host = EndpointHost.Start();
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{host.Http}{MqttEndpointOptions.Path}?"));
        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
        Assert.Equal("websocket", Assert.Single(answer.Headers.Upgrade).Name);
    }

    [Fact]
    public async Task Upgrade_ThatTheGuardRefuses_GetsItsStatus()
    {
        await using var host = EndpointHost.Start(guard: _ => UpgradeDecision.Refuse(403, "No."));
        using var client = new RawClient(host.Http);
        await client.SendAsync("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await client.ReadHeadAsync();
        await client.SendAsync(RawClient.Upgrade);
        Assert.StartsWith("HTTP/1.1 403 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Empty(host.Clients.Seen);
    }
}
