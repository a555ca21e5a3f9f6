namespace Bridge.Injector.Policies;

/// <summary>One serialized Content-Security-Policy (CSP 3, 2.2): directives in order. Written back as it came, but for what was added.</summary>
internal sealed class ContentPolicy
{
    private readonly List<PolicyDirective> _directives = [];

    private ContentPolicy()
    {
    }

    /// <summary>Reads a policy. What comes twice counts once, the first time (CSP 3, 2.2.1), and is written back all the same.</summary>
    public static ContentPolicy Parse(string text)
    {
        var policy = new ContentPolicy();
        foreach (var part in text.Split(';'))
        {
            policy._directives.Add(new PolicyDirective(part));
        }

        return policy;
    }

    /// <summary>The directive of this name; null where the policy has none.</summary>
    public PolicyDirective? Find(string name) => _directives.Find(directive => directive.Name == name);

    /// <summary>The first of these directives that the policy has: how fetch directives fall back (CSP 3, 6.8.4).</summary>
    public PolicyDirective? Find(params ReadOnlySpan<string> fallbacks)
    {
        foreach (var name in fallbacks)
        {
            if (Find(name) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Adds a directive that the policy doesn't have.</summary>
    public PolicyDirective Add(string name, IEnumerable<string> sources)
    {
        var directive = new PolicyDirective($" {name} {string.Join(' ', sources)}");
        var at = _directives.FindLastIndex(existing => existing.Name.Length > 0) + 1;
        _directives.Insert(at, directive);
        return directive;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(';', _directives);
}
