using System.Net;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;
using Bridge.Mqtt.Tests.Client;
using Bridge.Mqtt.Tests.Tcp;

namespace Bridge.Mqtt.Tests.Samples;

/// <summary>The samples of <c>docs/mqtt.md</c>: they run, and the page shows what runs.</summary>
public sealed class SampleTests
{
    private const int MostLines = 20;

    [Fact]
    public async Task Samples_BrokerAndClient_UnderstandEachOther()
    {
        var heard = "";
        await HouseBroker.RunAsync(new IPEndPoint(IPAddress.Loopback, 0), async listener =>
            heard = await Thermometer.RunAsync(new Uri($"mqtt://{listener.LocalEndPoint}")).WaitAsync(TestClient.Patience));
        Assert.Equal("house/kitchen/temperature: 21.5", heard);
    }

    [Fact]
    public async Task Doorkeeper_OverTlsAndWebSocket_SaysWhoSentIt()
    {
        using var certificate = TestCertificate.Make("house");
        await using var fixture = new BrokerFixture(interceptor: new Doorkeeper());
        var anywhere = new IPEndPoint(IPAddress.Loopback, 0);
        var listeners = Doorkeeper.Listen(fixture.Broker, anywhere, anywhere, certificate);
        var tls = TestCertificate.Trusting(certificate);
        await using var near = await ConnectAsync($"mqtts://{listeners[0].LocalEndPoint}", "near");
        await using var far = await ConnectAsync($"wss://{listeners[1].LocalEndPoint}/mqtt", "far");
        var heard = new TaskCompletionSource<string>();
        await near.SubscribeAsync("house/#", message =>
        {
            heard.TrySetResult($"{message.UserProperties.Single().Value}: {message.ReadText()}");
            return ValueTask.CompletedTask;
        }).WaitAsync(TestClient.Patience);

        var refused = await Assert.ThrowsAsync<MqttClientException>(() => far.PublishAsync("house/bell", new string('x', 1001), MqttQoS.AtLeastOnce).WaitAsync(TestClient.Patience));
        await far.PublishAsync("house/bell", "ring", MqttQoS.AtLeastOnce).WaitAsync(TestClient.Patience);

        Assert.Equal((MqttReasonCode.QuotaExceeded, "far: ring"), (refused.Code, await heard.Task.WaitAsync(TestClient.Patience)));
        foreach (var listener in listeners)
        {
            await listener.DisposeAsync();
        }

        Task<MqttClient> ConnectAsync(string server, string clientId) =>
            MqttClient.ConnectAsync(new Uri(server), Patient.Options with { ClientId = clientId, Tls = tls }).WaitAsync(TestClient.Patience);
    }

    [Theory]
    [InlineData("HouseBroker.cs")]
    [InlineData("Doorkeeper.cs")]
    [InlineData("Thermometer.cs")]
    public void Page_ShowsTheSampleThatRuns(string file)
    {
        var source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", file));
        var shown = source[source.IndexOf("internal ", StringComparison.Ordinal)..].TrimEnd();
        Assert.InRange(shown.Split('\n').Length, 1, MostLines);
        Assert.Contains($"```csharp\n{shown}\n```", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "mqtt.md")), StringComparison.Ordinal);
    }
}
