namespace Bridge.Injector.Html;

/// <summary>What to put into a page.</summary>
public sealed record HtmlInjection
{
    /// <summary>Where the script is, on the page's own origin.</summary>
    public string ScriptPath { get; init; } = DefaultScriptPath;

    /// <summary>The nonce that the page's policy asks for; null for none.</summary>
    public string? Nonce { get; init; }

    /// <summary>The page's encoding by its Content-Type; a byte order mark overrides it.</summary>
    public PageEncoding Encoding { get; init; }

    /// <summary>What must be seen before the script is put in.</summary>
    public InjectionMode Mode { get; init; }

    /// <summary>
    /// Extends a policy that the page states in a <c>meta</c> tag; returns the same text where there's nothing to extend.
    /// Null: meta tags aren't looked at.
    /// </summary>
    public Func<string, string>? RewritePolicy { get; init; }

    /// <summary>Where the device script is served.</summary>
    public const string DefaultScriptPath = "/_bridge/bridge.js";

    /// <summary>Names the site's content as of this page; null for a site that isn't watched.</summary>
    public string? Build { get; init; }

    /// <summary>The tag that is put in; ASCII.</summary>
    public string Tag => $"<script src=\"{ScriptPath}\"{Attribute("nonce", Nonce)}{Attribute("data-build", Build)}></script>";

    private static string Attribute(string name, string? value) => value is null ? "" : $" {name}=\"{value}\"";
}
