using System.Text;

namespace Bridge.Server.Tests.MqttEndpoint;

/// <summary>HTTP on connections that were looked at before Kestrel had them: Kestrel must still write with its own memory.</summary>
public sealed class HttpMemoryTests
{
    [Theory]
    [InlineData("HTTP/1.0\r\n")]
    [InlineData("HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n")]
    public async Task SmallPage_OfAHandedOverConnection_IsWrittenIntoAPieceThatHasRoom(string rest)
    {
        await using var host = EndpointHost.Start();
        using var client = new RawClient(host.Http);
        await client.SendAsync($"GET /piece {rest}\r\n");

        var answer = Encoding.ASCII.GetString(await client.ReadToEndAsync());

        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("small", answer, StringComparison.Ordinal);
    }
}
