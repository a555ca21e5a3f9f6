using System.Net;
using Bridge.Mqtt.Tests.Broker;

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

    [Theory]
    [InlineData("HouseBroker.cs")]
    [InlineData("Thermometer.cs")]
    public void Page_ShowsTheSampleThatRuns(string file)
    {
        var source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", file));
        var shown = source[source.IndexOf("internal ", StringComparison.Ordinal)..].TrimEnd();
        Assert.InRange(shown.Split('\n').Length, 1, MostLines);
        Assert.Contains($"```csharp\n{shown}\n```", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "mqtt.md")), StringComparison.Ordinal);
    }
}
