using System.Text.Json;
using Bridge.Server.Commands;
using Bridge.Server.Rooms;

namespace Bridge.Server.LiveReload;

/// <summary>The devices of all rooms, by the relay's own commands.</summary>
internal sealed class CommandTargets(CommandService commands, RoomRegistry rooms) : IReloadTargets
{
    public IReadOnlyList<ReloadTarget> Devices() =>
        [.. rooms.Rooms.SelectMany(rooms.InRoom).Select(device => new ReloadTarget(device.Room, device.Device, device.Label))];

    public Task<IReadOnlyList<CommandOutcome>> SendAsync(ReloadTarget device, string command, JsonElement args, TimeSpan timeout, CancellationToken cancellation) =>
        commands.SendAsync(device.Room, device.Device, command, args, timeout, cancellation);
}
