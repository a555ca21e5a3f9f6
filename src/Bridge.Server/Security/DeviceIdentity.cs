namespace Bridge.Server.Security;

/// <summary>A paired device that has shown its credential.</summary>
/// <param name="Device">Its id.</param>
/// <param name="Room">The room it was paired into.</param>
public sealed record DeviceIdentity(string Device, string Room);
