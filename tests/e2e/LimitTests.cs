using System.Net;
using System.Net.Http.Json;
using System.Text;
using Bridge.E2E.Tests.Harness;

namespace Bridge.E2E.Tests;

/// <summary>What a relay takes from those who aren't known yet, or who send nonsense.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private RelayProcess _relay = null!;
    private RelayApi _api = null!;

    public async Task InitializeAsync()
    {
        _relay = await RelayProcess.StartAsync(["relay"]);
        _api = new RelayApi(_relay.Console);
    }

    public async Task DisposeAsync()
    {
        _api.Dispose();
        await _relay.DisposeAsync();
    }

    [Theory]
    [InlineData(4_000, HttpStatusCode.Forbidden)]
    [InlineData(5_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Claim_OfAStranger_IsShort(int length, HttpStatusCode status) =>
        Assert.Equal(status, await StatusOfAsync(new Uri(_relay.Device, "/_bridge/pair/claim"), new { ticket = new string('x', length) }));

    [Theory]
    [InlineData("/api/launch")]
    [InlineData("/api/rooms/main/commands")]
    public async Task Body_OfAStrangerAtTheConsole_IsBounded(string path) =>
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await StatusOfAsync(new Uri(_relay.Console, path), new { token = new string('x', 2 << 20) }));

    [Theory]
    [InlineData("""{"device":"all","command":"eval","args":{"code":"'\ud800'"}}""")]
    [InlineData("""{"device":"all","command":"a/b"}""")]
    public async Task Command_ThatIsNone_IsRefusedInWords(string body)
    {
        var answer = await _api.Http.PostAsync("/api/rooms/main/commands", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("detail", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WebConsole_Policy_NamesItsOwnSocketAndNoOther()
    {
        var policy = Assert.Single((await _api.Http.GetAsync("/")).Headers.GetValues("Content-Security-Policy"));

        Assert.Contains($"connect-src 'self' ws://{_relay.Console.Authority};", policy, StringComparison.Ordinal);
    }

    /// <summary>Asks before it sends the body: an answer that comes while a body is on its way may be lost with the connection.</summary>
    private static async Task<HttpStatusCode> StatusOfAsync(Uri address, object body)
    {
        using var stranger = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Until.Limit });
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body), Headers = { ExpectContinue = true } };
        using var answer = await stranger.SendAsync(request);
        return answer.StatusCode;
    }
}
