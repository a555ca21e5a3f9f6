namespace Bridge.Contracts.Commands;

/// <summary>The payload of <c>down/css</c>.</summary>
/// <param name="Id">Copied into the reply.</param>
/// <param name="Files">Paths from the site's root, such as <c>/style.css</c>.</param>
/// <param name="Build">What the page shows once they are swapped.</param>
/// <param name="Renamed">Earlier paths, each with the one in its place: a build has given the file another hash.</param>
/// <param name="Near">Whether a tool named the files by paths of its own: whatever of the page has the same file name is swapped. Absent for false.</param>
/// <param name="Text">What the only file says, a style sheet, so that it can be shown before it is loaded.</param>
public sealed record CssCommand(
    string? Id, IReadOnlyList<string> Files, string? Build = null, IReadOnlyDictionary<string, string>? Renamed = null, bool? Near = null, string? Text = null);
