namespace Bridge.Contracts.Commands;

/// <summary>The payload of <c>down/css</c>.</summary>
/// <param name="Id">Copied into the reply.</param>
/// <param name="Files">Paths from the site's root, such as <c>/style.css</c>.</param>
/// <param name="Build">What the page shows once they are swapped.</param>
public sealed record CssCommand(string? Id, IReadOnlyList<string> Files, string? Build = null);
