namespace Bridge.Server.Security;

/// <summary>What is kept of a web console's session. It has every scope: whoever holds the launch address is the relay's owner.</summary>
/// <param name="Hash">The secret's SHA-256, hexadecimal.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record ConsoleSession(string Hash, DateTimeOffset ExpiresAt);
