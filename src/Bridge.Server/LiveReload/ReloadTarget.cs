namespace Bridge.Server.LiveReload;

/// <summary>A device that a change goes to.</summary>
/// <param name="Room">Its room.</param>
/// <param name="Device">Its id.</param>
/// <param name="Label">What people call it.</param>
internal readonly record struct ReloadTarget(string Room, string Device, string Label);
