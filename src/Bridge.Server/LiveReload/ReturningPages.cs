using System.Text.Json;
using System.Threading.Channels;
using Bridge.Contracts;
using Bridge.Contracts.Feeds;
using Bridge.Contracts.Topics;
using Bridge.Mqtt.Broker;
using Microsoft.Extensions.Hosting;

namespace Bridge.Server.LiveReload;

/// <summary>Sees pages connect, new ones and those that were asleep, and has them catch up with the site's build.</summary>
internal sealed class ReturningPages(MqttBroker broker, ChangeSender sender, SiteBuild build, PageBuilds pages) : BackgroundService
{
    /// <summary>Devices that wait to be asked for their build; one more is asked at its next connection.</summary>
    public const int MostWaiting = 1_000;

    private readonly Channel<(ReloadTarget Device, string Build)> _returned = Channel.CreateBounded<(ReloadTarget, string)>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });

    private IDisposable? _statuses;

    /// <summary>Listens before it returns, and so before there are connections: after a restart the pages are back at once.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _statuses = broker.Subscribe($"{BridgeProtocol.TopicRoot}/+/+/up/{FeedNames.Status}", OnStatus);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _statuses?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (device, then) in _returned.Reader.ReadAllAsync(stoppingToken))
        {
            await sender.CatchUpAsync(device, then, stoppingToken);
        }
    }

    private void OnStatus(MqttDelivery delivery)
    {
        if (delivery.Sender is not { } client || !BridgeTopic.TryParse(delivery.Topic, out var topic))
        {
            return;
        }

        try
        {
            var status = JsonSerializer.Deserialize(LoneSurrogates.Replace(delivery.Payload.Span), BridgeJson.Default.DeviceStatus);
            // The build as it is now: of what changes from here on the page is told as any other.
            var now = build.Current;
            if (status is { Page: { } page } && pages.ConnectedWithAnother(page, client.ConnectedAt, now))
            {
                _returned.Writer.TryWrite((new ReloadTarget(topic.Value.Room, topic.Value.Device, topic.Value.Device), now));
            }
        }
        catch (JsonException)
        {
            // A malformed status tells nothing; whoever shows it says so.
        }
    }
}
