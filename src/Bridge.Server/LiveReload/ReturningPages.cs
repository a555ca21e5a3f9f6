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

    private readonly Channel<ReloadTarget> _returned = Channel.CreateBounded<ReloadTarget>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var statuses = broker.Subscribe($"{BridgeProtocol.TopicRoot}/+/+/up/{FeedNames.Status}", OnStatus);
        await foreach (var device in _returned.Reader.ReadAllAsync(stoppingToken))
        {
            await sender.CatchUpAsync(device, stoppingToken);
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
            var status = JsonSerializer.Deserialize(delivery.Payload.Span, BridgeJson.Default.DeviceStatus);
            if (status is { Page: { } page } && pages.ConnectedWithAnother(page, client.ConnectedAt, build.Current))
            {
                _returned.Writer.TryWrite(new ReloadTarget(topic.Value.Room, topic.Value.Device, topic.Value.Device));
            }
        }
        catch (JsonException)
        {
            // A malformed status tells nothing; whoever shows it says so.
        }
    }
}
