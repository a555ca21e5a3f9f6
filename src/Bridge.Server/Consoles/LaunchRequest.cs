namespace Bridge.Server.Consoles;

/// <summary>The body of <c>POST /api/launch</c>.</summary>
/// <param name="Token">The token in the launch address's fragment.</param>
internal sealed record LaunchRequest(string? Token);
