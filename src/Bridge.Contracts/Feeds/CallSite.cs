namespace Bridge.Contracts.Feeds;

/// <summary>A place in the page's code.</summary>
/// <param name="Url">The script's or page's address.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Function">The function's name, where there is one.</param>
public sealed record CallSite(string Url, int Line, int Column, string? Function = null);
