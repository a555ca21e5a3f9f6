namespace Bridge.Contracts.Commands;

/// <summary>The payload of <c>down/eval</c>.</summary>
/// <param name="Id">Copied into the reply.</param>
/// <param name="Code">JavaScript, at most 64 KiB.</param>
/// <param name="TimeoutMs">When the device gives up waiting, milliseconds; absent means 10,000.</param>
public sealed record EvalCommand(string? Id, string Code, double? TimeoutMs = null);
