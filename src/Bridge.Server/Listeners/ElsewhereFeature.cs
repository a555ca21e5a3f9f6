namespace Bridge.Server.Listeners;

/// <summary>Set on a request of a page elsewhere whose origin is listed. Its cookies don't count: its credential comes with the request itself.</summary>
/// <param name="Origin">The page's origin.</param>
internal sealed record ElsewhereFeature(string Origin);
