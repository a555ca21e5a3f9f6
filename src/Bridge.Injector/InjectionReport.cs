namespace Bridge.Injector;

/// <summary>What became of one page that passed the injector.</summary>
/// <param name="Path">The page's path and query.</param>
/// <param name="Injected">Whether the script is in.</param>
/// <param name="Reason">Why not, in words; null where it is in.</param>
/// <param name="Added">What was added to its Content-Security-Policy; empty for nothing.</param>
public sealed record InjectionReport(string Path, bool Injected, string? Reason, IReadOnlyList<string> Added);
