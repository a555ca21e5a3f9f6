namespace Bridge.Contracts.Rooms;

/// <summary>Whether what a room's devices log is kept: the retained payload of <c>bridge/v1/{room}/journal</c>. There is none while nothing was ever wrong.</summary>
/// <param name="Keeps">False while acknowledgements have stopped. Devices keep what they log then, and send it again.</param>
/// <param name="Since">Since when, by the relay's clock.</param>
/// <param name="Reason">Why nothing is kept, in words for a person.</param>
public sealed record JournalState(bool Keeps, DateTimeOffset Since, string? Reason = null);
