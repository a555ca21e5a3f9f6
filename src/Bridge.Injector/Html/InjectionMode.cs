namespace Bridge.Injector.Html;

/// <summary>What must be seen before a script is put into a body of HTML.</summary>
public enum InjectionMode
{
    /// <summary>Nothing: a browser will make a document of whatever comes.</summary>
    Page,

    /// <summary>A doctype, html, head, body or frameset: without one it may be a part that a script asked for.</summary>
    Document,
}
