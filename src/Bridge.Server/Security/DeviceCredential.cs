namespace Bridge.Server.Security;

/// <summary>What is kept of a device's credential.</summary>
/// <param name="Hash">The secret's SHA-256, hexadecimal.</param>
/// <param name="Identity">Whose it is.</param>
/// <param name="IssuedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record DeviceCredential(string Hash, DeviceIdentity Identity, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);
