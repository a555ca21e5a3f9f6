namespace Bridge.Injector.Pages;

/// <summary>A feature of a request whose page's links are rewritten; set by what answers it, before it does.</summary>
/// <param name="Rewrite">Gives the value of an attribute with an address back, changed or not.</param>
internal sealed record PageLinks(Func<string, string> Rewrite);
