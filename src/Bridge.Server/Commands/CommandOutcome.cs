using Bridge.Contracts.Commands;

namespace Bridge.Server.Commands;

/// <summary>What became of a command on one page of one device.</summary>
/// <param name="Device">The device's id.</param>
/// <param name="Label">Its label.</param>
/// <param name="Reply">What the page answered; absent where it didn't.</param>
/// <param name="Failure"><c>offline</c>: no page of the device is connected, so nothing was sent. <c>timeout</c>: sent, not answered in time.</param>
public sealed record CommandOutcome(string Device, string Label, CommandReply? Reply = null, string? Failure = null);
