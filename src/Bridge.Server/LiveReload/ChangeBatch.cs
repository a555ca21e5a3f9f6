namespace Bridge.Server.LiveReload;

/// <summary>Changes that belong together.</summary>
/// <param name="Paths">Full paths, each once, in the order of their first event.</param>
/// <param name="Everything">Whether events were lost, so that anything may have changed.</param>
/// <param name="Started">Timestamp of the first event.</param>
internal sealed record ChangeBatch(IReadOnlyList<string> Paths, bool Everything, long Started);
