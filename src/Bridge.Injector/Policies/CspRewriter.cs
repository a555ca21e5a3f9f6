using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Bridge.Injector.Policies;

/// <summary>
/// Extends the policies of one page by the least that lets the device script load and connect. Nothing is ever taken away: where a
/// nonce is there it is used, where the page's own origin is allowed nothing is added, and else one source for the script and one
/// for its connection.
/// </summary>
internal sealed partial class CspRewriter(PolicyNeeds needs)
{
    private readonly List<string> _added = [];

    /// <summary>The nonce that the script's tag needs; null for none.</summary>
    public string? Nonce { get; private set; }

    /// <summary>Whether that nonce is one of this response alone, which a cached page doesn't know.</summary>
    public bool OwnNonce { get; private set; }

    /// <summary>What was added, in words of policies: <c>script-src http://…/bridge.js</c>.</summary>
    public IReadOnlyList<string> Added => _added;

    /// <summary>Whether a policy puts the page into a sandbox without scripts: nothing can run there.</summary>
    public static bool ForbidsScripts(string policies) => policies.Split(',').Any(policy =>
        ContentPolicy.Parse(policy).Find("sandbox") is { } sandbox && !sandbox.Has("allow-scripts"));

    /// <summary>Extends a header's value: policies, separated by commas.</summary>
    public string RewriteHeader(string policies) => string.Join(',', policies.Split(',').Select(policy => Rewrite(policy, allowScript: true)));

    /// <summary>Extends a policy of a meta tag. The script before it has been let in already: only its connection counts.</summary>
    public string RewriteMeta(string policy) => Rewrite(policy, allowScript: false);

    private string Rewrite(string text, bool allowScript)
    {
        var policy = ContentPolicy.Parse(text);
        var before = _added.Count;
        if (allowScript)
        {
            AllowScript(policy);
        }

        Allow(policy, "connect-src", needs.Socket, needs.Socket.AbsoluteUri);
        Allow(policy, "connect-src", needs.Fetch, needs.Fetch.AbsoluteUri);
        return _added.Count == before ? text : policy.ToString();
    }

    private void AllowScript(ContentPolicy policy)
    {
        if (policy.Find("script-src-elem", "script-src", "default-src") is not { } directive)
        {
            return;
        }

        // With 'strict-dynamic' hosts and 'self' count for nothing: only a nonce lets a script of a tag in.
        var strict = directive.Has("'strict-dynamic'");
        if (!strict && directive.Sources.Any(source => SourceExpression.Allows(source, needs.Page, needs.Script)))
        {
            return;
        }

        var nonce = directive.Sources.FirstOrDefault(source => source.StartsWith("'nonce-", StringComparison.OrdinalIgnoreCase));
        if (nonce is not null && Value(nonce) is { } value && (Nonce ?? value) == value)
        {
            Nonce = value;
            return;
        }

        if (strict)
        {
            OwnNonce |= Nonce is null;
            Nonce ??= Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            Add(policy, directive, "script-src", $"'nonce-{Nonce}'");
        }
        else
        {
            Add(policy, directive, "script-src", needs.Script.AbsoluteUri);
        }
    }

    private void Allow(ContentPolicy policy, string name, Uri target, string source)
    {
        if (policy.Find(name, "default-src") is { } directive && !directive.Sources.Any(allowed => SourceExpression.Allows(allowed, needs.Page, target)))
        {
            Add(policy, directive, name, source);
        }
    }

    // A default-src speaks for much else: the directive itself is stated beside it, with the same sources and ours.
    private void Add(ContentPolicy policy, PolicyDirective directive, string name, string source)
    {
        if (directive.Name == "default-src")
        {
            directive = policy.Add(name, directive.AllowsNothing ? [] : directive.Sources);
        }

        directive.Add(source);
        _added.Add($"{directive.Name} {source}");
    }

    // It becomes an attribute of our tag: nothing but what a nonce is made of (CSP 3, 2.3.1).
    private static string? Value(string source) => NonceSource().Match(source) is { Success: true } match ? match.Groups["value"].Value : null;

    [GeneratedRegex("^'nonce-(?<value>[A-Za-z0-9+/_-]+={0,2})'$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NonceSource();
}
