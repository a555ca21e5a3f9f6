namespace Bridge.Server.LiveReload;

/// <summary>The body of <c>POST /api/reload</c>.</summary>
/// <param name="Files">What has changed, as paths on the site; absent or empty for a reload of everything.</param>
internal sealed record ReloadRequest(IReadOnlyList<string?>? Files = null);
