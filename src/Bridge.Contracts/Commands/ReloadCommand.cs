namespace Bridge.Contracts.Commands;

/// <summary>The payload of <c>down/reload</c>.</summary>
/// <param name="Id">Copied into the reply.</param>
/// <param name="Build">A page that was built as this does not reload.</param>
public sealed record ReloadCommand(string? Id, string? Build = null);
