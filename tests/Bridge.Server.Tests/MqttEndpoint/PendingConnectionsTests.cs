using System.Net.Sockets;
using System.Text;
using Bridge.Mqtt.Tests.Broker;
using Bridge.Mqtt.Tests.Client;

namespace Bridge.Server.Tests.MqttEndpoint;

/// <summary>Connections that hold a socket and say nothing, or not enough, are bounded in time and in number.</summary>
public sealed class PendingConnectionsTests
{
    private const string Get = "GET /late HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    [Fact]
    public async Task Silent_OneTooMany_PushesOutTheFirstAlone()
    {
        await using var host = EndpointHost.Start(options => options.PendingConnections = 2);
        using var first = await OpenAsync(host, host.Http, 1);
        using var second = await OpenAsync(host, host.Http, 2);
        using var third = new RawClient(host.Http);

        await AssertClosedAsync(first);
        Assert.Equal(2, host.Pending);
        foreach (var client in new[] { second, third })
        {
            await client.SendAsync(Get);
            Assert.Contains("GET /late", Encoding.ASCII.GetString(await client.ReadToEndAsync()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Upgrade_ThatComesInPieces_HoldsItsPlaceAndCanBePushedOut()
    {
        await using var host = EndpointHost.Start(options => options.PendingConnections = 1);
        using var slow = await OpenAsync(host, host.Http, 1);
        await slow.SendAsync(RawClient.Upgrade[..60]);
        using var next = new RawClient(host.Mqtt);

        await AssertClosedAsync(slow);
        await next.SendAsync(RawClient.Connect);
        Assert.Equal(0x20, (await next.ReadAsync(4))[0]);
    }

    [Fact]
    public async Task Spoken_WhateverItIs_HoldsNoPlace()
    {
        await using var host = EndpointHost.Start();
        using var http = new RawClient(host.Http);
        await http.SendAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await http.ReadHeadAsync();
        using var socket = new RawClient(host.Http);
        await socket.SendAsync(RawClient.Upgrade);
        await socket.ReadHeadAsync();
        await socket.SendAsync(RawClient.ConnectFrame);
        await socket.ReadAsync(6);
        using var plain = new RawClient(host.Mqtt);
        await plain.SendAsync(RawClient.Connect);
        await plain.ReadAsync(4);

        Assert.Equal(0, host.Pending);
    }

    [Fact]
    public async Task Silent_BeyondItsTime_IsClosedThenAndNotBefore()
    {
        var clock = new TestClock();
        await using var host = EndpointHost.Start(time: clock);
        using var browser = await OpenAsync(host, host.Http, 1);
        using var tool = await OpenAsync(host, host.Mqtt, 2);
        await Until.TrueAsync("both are timed", () => IsTimed(5) && IsTimed(120));

        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(2, host.Pending);
        clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Empty(await tool.ReadToEndAsync());

        clock.Advance(TimeSpan.FromSeconds(114.8));
        Assert.Equal(1, host.Pending);
        clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Empty(await browser.ReadToEndAsync());

        bool IsTimed(int seconds) => clock.HasTimerBetween(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task Silent_WhenTheListenerStops_IsClosed()
    {
        var host = EndpointHost.Start();
        using var client = await OpenAsync(host, host.Http, 1);

        await host.DisposeAsync();

        await AssertClosedAsync(client);
    }

    /// <summary>A connection that has taken its place as the <paramref name="number"/>th: they are served from the pool, in whatever order it likes.</summary>
    private static async Task<RawClient> OpenAsync(EndpointHost host, int port, int number)
    {
        var client = new RawClient(port);
        await Until.TrueAsync($"{number} connections are pending", () => host.Pending == number);
        return client;
    }

    private static async Task AssertClosedAsync(RawClient client)
    {
        var end = await Record.ExceptionAsync(async () => Assert.Empty(await client.ReadToEndAsync()));
        Assert.True(end is null or SocketException { SocketErrorCode: SocketError.ConnectionReset }, end?.ToString());
    }
}
