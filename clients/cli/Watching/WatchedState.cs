using Bridge.Contracts.Rooms;

namespace Bridge.Cli.Watching;

/// <summary>A device's state as <c>bridge console --json</c> prints it.</summary>
/// <param name="Event">Always <c>state</c>.</param>
/// <param name="State">The state.</param>
internal sealed record WatchedState(string Event, DeviceState State);
