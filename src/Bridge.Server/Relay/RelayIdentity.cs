namespace Bridge.Server.Relay;

/// <summary>What the relay calls itself, shown on a phone before it pairs.</summary>
/// <param name="Name">The name.</param>
internal sealed record RelayIdentity(string Name);
