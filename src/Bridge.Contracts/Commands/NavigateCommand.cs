namespace Bridge.Contracts.Commands;

/// <summary>The payload of <c>down/navigate</c>.</summary>
/// <param name="Id">Copied into the reply.</param>
/// <param name="Url">Where to; may be relative; http and https only.</param>
public sealed record NavigateCommand(string? Id, string Url);
