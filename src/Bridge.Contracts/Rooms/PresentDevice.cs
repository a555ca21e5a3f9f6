namespace Bridge.Contracts.Rooms;

/// <summary>One device in a room's presence.</summary>
/// <param name="Device">Its id.</param>
/// <param name="Label">Its label.</param>
/// <param name="Color">Its colour, <c>#rrggbb</c>.</param>
/// <param name="Presence"><c>online</c> or <c>asleep</c>.</param>
public sealed record PresentDevice(string Device, string Label, string Color, string Presence);
