using Bridge.Contracts.Commands;

namespace Bridge.Cli.Relays;

/// <summary>What became of a command on one device: a reply, or the reason why there is none.</summary>
/// <param name="Device">The device's id.</param>
/// <param name="Label">Its label.</param>
/// <param name="Reply">What it answered.</param>
/// <param name="Failure"><c>timeout</c>, <c>offline</c> …</param>
internal sealed record DeviceOutcome(string Device, string Label, CommandReply? Reply = null, string? Failure = null);
