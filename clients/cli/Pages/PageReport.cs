namespace Bridge.Cli.Pages;

/// <summary>What <c>bridge doctor</c> found, as <c>--json</c> prints it.</summary>
/// <param name="Url">The page's address, after redirects.</param>
/// <param name="Status">The response's status.</param>
/// <param name="ContentType">Its Content-Type.</param>
/// <param name="ContentEncoding">Its Content-Encoding.</param>
/// <param name="Policies">The policies of its head.</param>
/// <param name="Injected">Whether the script goes in.</param>
/// <param name="Lines">The explanation in words.</param>
internal sealed record PageReport(
    string Url,
    int Status,
    string? ContentType,
    string? ContentEncoding,
    IReadOnlyList<string> Policies,
    bool Injected,
    IReadOnlyList<string> Lines);
