using System.Text;
using Bridge.Server.MqttEndpoint;

namespace Bridge.Server.Tests.MqttEndpoint;

/// <summary>Whatever is not the upgrade reaches HTTP with every byte in place.</summary>
public sealed class PassThroughTests
{
    public static TheoryData<string> Others => new(
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /_bridge/mqtt? HTTP/1.1\r\n\r\n",
        "GET /_bridge/mqtt HTTP/1.0\r\n\r\n",
        "GET /_bridge/mqtt HTTP/1.1\nHost: x\n\n",
        "GET /_bridge/mqttx HTTP/1.1\r\n\r\n",
        "get /_bridge/mqtt HTTP/1.1\r\n\r\n",
        "POST /_bridge/mqtt HTTP/1.1\r\n\r\nbody",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\0\u0001\u00ff\r\n",
        "G",
        "GET /_bridge/mq");

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Bytes_OfAnythingElse_CutAnywhere_PassUntouched(string request)
    {
        await using var host = EndpointHost.Start();
        var bytes = Encoding.Latin1.GetBytes(request);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            using var client = new RawClient(host.Echo);
            await client.SendAsync(bytes.AsMemory(0, cut));
            await client.SendAsync(bytes.AsMemory(cut));
            client.EndSending();
            Assert.Equal(bytes, await client.ReadToEndAsync());
        }
    }

    [Fact]
    public async Task Bytes_ThatComeOneByOne_PassUntouchedAndAtOnce()
    {
        await using var host = EndpointHost.Start();
        using var client = new RawClient(host.Echo);
        var bytes = Encoding.ASCII.GetBytes("GET /_bridge/mqtt HTTP/1.0\r\n\r\n");
        foreach (var b in bytes)
        {
            await client.SendAsync(new[] { b });
        }

        // Nothing more is sent and nothing is closed: what was held back must have been let go.
        Assert.Equal(bytes, await client.ReadAsync(bytes.Length));
    }

    [Fact]
    public async Task Connection_ThatIsSilentForLong_CanStillSpeakHttp()
    {
        var time = new FiredTime();
        await using var host = EndpointHost.Start(time: time);
        using var silent = new RawClient(host.Http);
        using var later = new RawClient(host.Http);
        await later.SendAsync("GET /_bridge/mq");
        using var slow = new RawClient(host.Http);
        await slow.SendAsync(RawClient.Upgrade[..40]);
        await time.FireUntilAsync(new MqttEndpointOptions().HandshakeTimeout, slow.ReadToEndAsync());

        await silent.SendAsync("GET /silent HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK", await silent.ReadHeadAsync(), StringComparison.Ordinal);
        await later.SendAsync("uito HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.Contains("GET /_bridge/mquito", Encoding.ASCII.GetString(await later.ReadToEndAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_ThatEndsWithoutAWord_IsLetGo()
    {
        await using var host = EndpointHost.Start();
        using var client = new RawClient(host.Http);
        client.EndSending();
        Assert.Empty(await client.ReadToEndAsync());
    }
}
