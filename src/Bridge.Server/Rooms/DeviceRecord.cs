namespace Bridge.Server.Rooms;

/// <summary>What outlives the relay of a device.</summary>
/// <param name="Device">Its id.</param>
/// <param name="Room">Its room.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Color">Its colour, <c>#rrggbb</c>.</param>
/// <param name="Agent">The user agent it paired with.</param>
/// <param name="SeenAt">When it last was connected.</param>
internal sealed record DeviceRecord(string Device, string Room, string Label, string Color, string? Agent, DateTimeOffset SeenAt);
