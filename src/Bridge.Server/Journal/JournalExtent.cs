namespace Bridge.Server.Journal;

/// <summary>From where to where the journal goes.</summary>
/// <param name="First">The cursor of the oldest entry kept; null where there is none.</param>
/// <param name="End">A cursor that everything kept is at or before, and everything to come is after.</param>
public sealed record JournalExtent(string? First, string End);
