using System.Text;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Tests.Broker;
using Bridge.Server.LiveReload;
using Bridge.Server.Tests.MqttEndpoint;

namespace Bridge.Server.Tests.LiveReload;

public sealed class ReturningPagesTests
{
    [Fact]
    public async Task Start_ThatHasReturned_Listens()
    {
        var clock = new TestClock();
        var open = new OpenBroker();
        await using var broker = new MqttBroker(
            new MqttBrokerOptions { SystemTopicInterval = TimeSpan.FromSeconds(10) }, new MqttBrokerServices { Authenticator = open, Authorizer = open, Time = clock });
        await using var parts = new ReloadParts();
        using var pages = new ReturningPages(broker, parts.Sender, parts.Build, parts.Pages);
        Assert.Equal("0", Subscriptions());

        await pages.StartAsync(default);

        Assert.Equal("1", Subscriptions());
        await pages.StopAsync(default);

        string Subscriptions()
        {
            clock.Advance(TimeSpan.FromSeconds(10.1));
            return Encoding.UTF8.GetString(Assert.Single(broker.Retained("$SYS/broker/subscriptions/count")).Payload.Span);
        }
    }
}
