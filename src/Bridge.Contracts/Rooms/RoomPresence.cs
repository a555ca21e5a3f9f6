namespace Bridge.Contracts.Rooms;

/// <summary>Who is in a room: the retained payload of <c>bridge/v1/{room}/presence</c>.</summary>
/// <param name="Online">How many devices are online.</param>
/// <param name="Consoles">How many consoles watch.</param>
/// <param name="Devices">Every device that is online or asleep.</param>
public sealed record RoomPresence(int Online, int Consoles, IReadOnlyList<PresentDevice> Devices);
