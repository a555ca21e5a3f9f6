namespace Bridge.Contracts.Commands;

/// <summary>The payload of <c>down/identify</c>.</summary>
/// <param name="Id">Copied into the reply.</param>
/// <param name="Seconds">How long the label shows, 1 to 30; absent means 3.</param>
public sealed record IdentifyCommand(string? Id, double? Seconds = null);
