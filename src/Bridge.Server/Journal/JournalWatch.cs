using System.Text.Json;
using System.Threading.Channels;
using Bridge.Contracts;
using Bridge.Contracts.Rooms;
using Bridge.Contracts.Topics;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Server.Rooms;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.Journal;

/// <summary>
/// Tells every room whether the journal keeps what comes, as the retained <c>journal</c>; and looks after it where no device does, so that
/// trouble is known before the first line is refused, and known to be over after the last phone has gone.
/// </summary>
internal sealed class JournalWatch(
    JournalHealth health, JournalSpace space, IJournal journal, RoomRegistry rooms, MqttBroker broker, TimeProvider time, ILogger<JournalWatch> log) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>Devices send again within 5 s what was refused: when none was refused for so long, none is trying.</summary>
    private static readonly TimeSpan NobodyTries = TimeSpan.FromSeconds(10);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);

    /// <summary>Listens before it returns: the first trouble may be of the first line.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        health.Changed += OnChanged;
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        health.Changed -= OnChanged;
        base.Dispose();
    }

    /// <summary>Looks once, and tells what has changed.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        if (space.Trouble() is { } trouble)
        {
            health.Report(trouble);
        }
        else if (health.Trouble is not null && health.QuietFor > NobodyTries && await CanBeReadAsync(cancellation))
        {
            health.Report(null);
        }

        Tell();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks, time);
        var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        try
        {
            while (true)
            {
                var woken = _wake.Reader.ReadAsync(stoppingToken).AsTask();
                while (await Task.WhenAny(tick, woken) == tick)
                {
                    await tick;
                    await LookAsync(stoppingToken);
                    tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
                }

                await woken;
                Tell();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The relay stops.
        }
    }

    private void OnChanged(string? trouble) => _wake.Writer.TryWrite(true);

    private void Tell()
    {
        if (health.Since is not { } since)
        {
            return;
        }

        var state = new JournalState(health.Trouble is null, since, health.Trouble);
        foreach (var room in rooms.Rooms.Where(room => _told.GetValueOrDefault(room) != since))
        {
            _told[room] = since;
            broker.Publish(new MqttApplicationMessage
            {
                Topic = BridgeTopic.Journal(room).ToString(),
                Payload = JsonSerializer.SerializeToUtf8Bytes(state, BridgeJson.Default.JournalState),
                QoS = MqttQoS.AtLeastOnce,
                Retain = true,
                ContentType = "application/json",
            });
        }
    }

    private async Task<bool> CanBeReadAsync(CancellationToken cancellation)
    {
        try
        {
            await journal.ExtentAsync(cancellation);
            return true;
        }
        catch (JournalUnavailableException e)
        {
            JournalLog.StillUnreadable(log, e);
            return false;
        }
    }
}
