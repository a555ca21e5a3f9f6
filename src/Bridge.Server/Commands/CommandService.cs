using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Topics;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Packets;
using Bridge.Server.Rooms;
using Microsoft.AspNetCore.Http;

namespace Bridge.Server.Commands;

/// <summary>
/// Sends commands to devices and waits for their replies. A command is published once, on the device's topic or on everybody's, with an id;
/// each page that is connected at that moment owes a reply. It expires in the broker when its time is over: a phone that wakes up later
/// doesn't run what was given up long ago.
/// </summary>
public sealed class CommandService
{
    private readonly MqttBroker _broker;
    private readonly RoomRegistry _rooms;
    private readonly DeviceTracker _tracker;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, PendingCommand> _pending = new(StringComparer.Ordinal);
    private long _lastId;
    private int _underWay;

    internal CommandService(MqttBroker broker, RoomRegistry rooms, DeviceTracker tracker, TimeProvider time)
    {
        (_broker, _rooms, _tracker, _time) = (broker, rooms, tracker, time);
        broker.Subscribe($"{BridgeProtocol.TopicRoot}/+/+/up/{FeedNames.Reply}", OnReply);
    }

    /// <summary>Sends a command to a device, or to all of a room.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="deviceOrAll">A device's id, or <c>all</c>.</param>
    /// <param name="command">The command's name.</param>
    /// <param name="args">Its arguments: a JSON object, or undefined for none. An <c>id</c> in it is overwritten.</param>
    /// <param name="timeout">How long to wait; taken to the nearest of 100 ms and 60 s where it is outside.</param>
    /// <param name="cancellation">Ends the wait, not the command.</param>
    /// <returns>One outcome for each page that was connected, and one for a device that was named but is offline.</returns>
    /// <exception cref="CommandException">It can't be sent: unknown room or device, bad or too long arguments, too many at once.</exception>
    public async Task<IReadOnlyList<CommandOutcome>> SendAsync(
        string room, string deviceOrAll, string command, JsonElement args, TimeSpan timeout, CancellationToken cancellation)
    {
        timeout = CommandLimits.Clamp(timeout);
        var devices = Targets(room, deviceOrAll);
        var payload = CommandWriter.Write(NextId(out var id), args, command is CommandNames.Eval ? timeout : null);
        try
        {
            if (Interlocked.Increment(ref _underWay) > CommandLimits.MostPending)
            {
                throw new CommandException("Too many commands wait for replies already.", StatusCodes.Status429TooManyRequests);
            }

            // A page that has only just connected hears of commands a moment later.
            await _tracker.SettleAsync([.. devices.Select(device => device.Device)], cancellation);
            var expected = devices.SelectMany(device => _tracker.ConnectedPages(device.Device).Select(page => (device.Device, Page: page))).ToList();
            if (expected.Count == 0)
            {
                return deviceOrAll is Names.AllDevices ? [] : [new CommandOutcome(devices[0].Device, devices[0].Label, Failure: "offline")];
            }

            var pending = _pending[id] = new PendingCommand(expected);
            Publish(room, deviceOrAll, command, payload, timeout);
            await AnsweredAsync(pending, timeout + CommandLimits.Margin, cancellation);
            return Outcomes(pending, devices);
        }
        finally
        {
            _pending.TryRemove(id, out _);
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task AnsweredAsync(PendingCommand pending, TimeSpan within, CancellationToken cancellation)
    {
        try
        {
            await pending.Complete.WaitAsync(within, _time, cancellation);
        }
        catch (TimeoutException)
        {
            // What is missing is told in the outcomes.
        }
    }

    private string NextId(out string id) => id = Interlocked.Increment(ref _lastId).ToString("x", CultureInfo.InvariantCulture);

    private List<DeviceRecord> Targets(string room, string deviceOrAll)
    {
        if (!_rooms.HasRoom(room))
        {
            throw new CommandException($"There is no room \"{room}\".", StatusCodes.Status404NotFound);
        }

        if (deviceOrAll is Names.AllDevices)
        {
            return [.. _rooms.InRoom(room)];
        }

        return _rooms.Find(deviceOrAll) is { } device && string.Equals(device.Room, room, StringComparison.Ordinal)
            ? [device]
            : throw new CommandException($"There is no device \"{deviceOrAll}\" in room \"{room}\".", StatusCodes.Status404NotFound);
    }

    private void Publish(string room, string deviceOrAll, string command, byte[] payload, TimeSpan timeout) => _broker.Publish(new MqttApplicationMessage
    {
        Topic = (deviceOrAll is Names.AllDevices ? BridgeTopic.DownAll(room, command) : BridgeTopic.Down(room, deviceOrAll, command)).ToString(),
        Payload = payload,
        QoS = MqttQoS.AtLeastOnce,
        ContentType = "application/json",
        MessageExpiry = (uint)Math.Ceiling(timeout.TotalSeconds),
    });

    private static List<CommandOutcome> Outcomes(PendingCommand pending, List<DeviceRecord> devices)
    {
        var labels = devices.ToDictionary(device => device.Device, device => device.Label, StringComparer.Ordinal);
        var (replies, missing) = pending.Snapshot();
        return
        [
            .. replies.Select(reply => new CommandOutcome(reply.Device, labels[reply.Device], reply.Reply)),
            .. missing.Select(page => new CommandOutcome(page.Device, labels[page.Device], Failure: "timeout")),
        ];
    }

    private void OnReply(MqttDelivery delivery)
    {
        if (!BridgeTopic.TryParse(delivery.Topic, out var topic))
        {
            return;
        }

        try
        {
            var reply = JsonSerializer.Deserialize(LoneSurrogates.Replace(delivery.Payload.Span), BridgeJson.Default.CommandReply);
            if (reply is { Id: { } id, Page: not null } && _pending.TryGetValue(id, out var pending))
            {
                pending.Add(topic.Value.Device, reply);
            }
        }
        catch (JsonException)
        {
            // A page's malformed reply is no reply: whoever waits is told of a timeout.
        }
    }
}
