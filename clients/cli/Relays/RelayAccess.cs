namespace Bridge.Cli.Relays;

/// <summary>What it takes to talk to a relay.</summary>
/// <param name="Console">The address of its console listener.</param>
/// <param name="Token">The administrator's token.</param>
internal sealed record RelayAccess(Uri Console, string Token);
