using System.Net.WebSockets;
using System.Text;
using Bridge.Mqtt.Packets;
using Bridge.Server.MqttEndpoint;

namespace Bridge.Server.Tests.MqttEndpoint;

/// <summary>The upgrade before HTTP, over real sockets.</summary>
public sealed class UpgradeTests
{
    private static readonly byte[] ConnAckFrame = [0x82, 4, 0x20, 2, 0, 0];

    [Fact]
    public async Task Upgrade_GoodRequest_IsServedByTheBroker()
    {
        UpgradeRequest? seen = null;
        await using var host = EndpointHost.Start(guard: request =>
        {
            seen = request;
            return UpgradeDecision.Admit("principal");
        });
        using var client = new RawClient(host.Http);
        await client.SendAsync(RawClient.Upgrade);
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
        await client.SendAsync(RawClient.ConnectFrame);
        Assert.Equal(ConnAckFrame, await client.ReadAsync(6));

        Assert.Equal(("localhost", "http://localhost", "Test", "device", false), (seen!.Host, seen.Origin, seen.UserAgent, seen.Listener, seen.Secure));
        Assert.Equal(("dark", "abc", null), (seen.FindCookie("theme"), seen.FindCookie("credential"), seen.FindCookie("cred")));
        var transport = Assert.Single(host.Clients.Seen);
        Assert.Equal(("device", "ws", false, "principal"), (transport.Listener, transport.Kind, transport.Secure, transport.Principal));
    }

    [Fact]
    public async Task Upgrade_WithTheConnectRightBehindIt_CutAtEveryByte_IsServed()
    {
        await using var host = EndpointHost.Start();
        byte[] wire = [.. Encoding.ASCII.GetBytes(RawClient.Upgrade), .. RawClient.ConnectFrame];
        for (var cut = 1; cut < wire.Length; cut++)
        {
            using var client = new RawClient(host.Http);
            await client.SendAsync(wire.AsMemory(0, cut));
            await client.SendAsync(wire.AsMemory(cut));
            Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
            Assert.Equal(ConnAckFrame, await client.ReadAsync(6));
        }
    }

    [Theory]
    [InlineData("Sec-WebSocket-Protocol: mqtt\r\n", "", 400)]
    [InlineData("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 7", 426)]
    [InlineData("Upgrade: websocket\r\n", "", 426)]
    [InlineData("Host: localhost\r\n", "", 400)]
    [InlineData("Host:", "Host :", 400)]
    public async Task Upgrade_WithAFault_IsRefusedAndClosed(string part, string instead, int status)
    {
        await using var host = EndpointHost.Start();
        using var client = new RawClient(host.Http);
        await client.SendAsync(RawClient.Upgrade.Replace(part, instead, StringComparison.Ordinal));
        Assert.StartsWith($"HTTP/1.1 {status} ", Encoding.ASCII.GetString(await client.ReadToEndAsync()), StringComparison.Ordinal);
        Assert.Empty(host.Clients.Seen);
    }

    [Fact]
    public async Task Upgrade_ThatTheGuardRefuses_GetsItsStatusAndReason()
    {
        await using var host = EndpointHost.Start(guard: _ => UpgradeDecision.Refuse(403, "This origin is not allowed."));
        using var client = new RawClient(host.Http);
        await client.SendAsync(RawClient.Upgrade);
        var answer = Encoding.ASCII.GetString(await client.ReadToEndAsync());
        Assert.StartsWith("HTTP/1.1 403 Forbidden\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nThis origin is not allowed.\n", answer, StringComparison.Ordinal);
        Assert.Empty(host.Clients.Seen);
    }

    [Fact]
    public async Task Upgrade_LongerThanTheLimit_IsRefused()
    {
        await using var host = EndpointHost.Start();
        using var client = new RawClient(host.Http);
        await client.SendAsync(RawClient.Upgrade.Replace("theme=dark", "theme=" + new string('x', 9000), StringComparison.Ordinal));
        Assert.StartsWith("HTTP/1.1 431 ", Encoding.ASCII.GetString(await client.ReadToEndAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_ThatNeverEnds_IsTimedOut()
    {
        var time = new FiredTime();
        await using var host = EndpointHost.Start(time: time);
        using var client = new RawClient(host.Http);
        await client.SendAsync(RawClient.Upgrade[..^2]);
        var answer = client.ReadToEndAsync();
        await time.FireUntilAsync(new MqttEndpointOptions().HandshakeTimeout, answer);
        Assert.StartsWith("HTTP/1.1 408 ", Encoding.ASCII.GetString(await answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_FromDotNetsClientOverTls_IsServedAndClosedCleanly()
    {
        await using var host = EndpointHost.Start();
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("mqtt");
        client.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => host.IsOwn(certificate);
        await client.ConnectAsync(new($"wss://127.0.0.1:{host.Https}/_bridge/mqtt"), default);
        await client.SendAsync(RawClient.Connect, WebSocketMessageType.Binary, true, default);
        var buffer = new byte[16];
        Assert.Equal(4, (await client.ReceiveAsync(buffer, default)).Count);
        Assert.True(Assert.Single(host.Clients.Seen).Secure);

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "", default);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
    }

    [Fact]
    public async Task Close_RightBehindPackets_IsAnsweredAndNotReset()
    {
        await using var host = EndpointHost.Start();
        byte[] ping = [0x82, 0x82, 0, 0, 0, 0, 0xC0, 0];
        byte[] close = [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8];
        for (var i = 0; i < 50; i++)
        {
            using var client = new RawClient(host.Http);
            await client.SendAsync(RawClient.Upgrade);
            await client.ReadHeadAsync();
            await client.SendAsync(RawClient.ConnectFrame);
            Assert.Equal(ConnAckFrame, await client.ReadAsync(6));
            await client.SendAsync((byte[])[.. ping, .. close]);
            Assert.Equal([0x88, 2, 0x03, 0xE8], (await client.ReadToEndAsync())[^4..]);
        }
    }

    [Fact]
    public async Task Drain_TellsAWebSocketWithACloseFrame()
    {
        await using var host = EndpointHost.Start();
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("mqtt");
        await client.ConnectAsync(new($"ws://127.0.0.1:{host.Http}/_bridge/mqtt"), default);
        await client.SendAsync(RawClient.Connect, WebSocketMessageType.Binary, true, default);
        var buffer = new byte[16];
        await client.ReceiveAsync(buffer, default);
        var draining = host.Broker.DrainAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(WebSocketMessageType.Close, (await client.ReceiveAsync(buffer, default)).MessageType);
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", default);
        await draining;
    }

    [Fact]
    public async Task Mqtt_OverPlainTcp_IsServed()
    {
        await using var host = EndpointHost.Start();
        using var client = new RawClient(host.Mqtt);
        await client.SendAsync(RawClient.Connect);
        Assert.Equal([0x20, 2, 0, 0], await client.ReadAsync(4));
        var transport = Assert.Single(host.Clients.Seen);
        Assert.Equal(("mqtt", "tcp", null), (transport.Listener, transport.Kind, transport.Principal));
        await host.Broker.DisconnectAsync(_ => true, MqttReasonCode.NotAuthorized);
        Assert.Empty(await client.ReadToEndAsync());
    }
}
