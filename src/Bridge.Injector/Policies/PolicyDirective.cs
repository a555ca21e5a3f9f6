namespace Bridge.Injector.Policies;

/// <summary>One directive of a policy: its name and its sources, with the text they came in.</summary>
internal sealed class PolicyDirective
{
    private static readonly char[] Spaces = [' ', '\t', '\n', '\f', '\r'];

    private string _text;
    private List<string> _sources;

    public PolicyDirective(string text)
    {
        var parts = text.Split(Spaces, StringSplitOptions.RemoveEmptyEntries);
        _text = text;
        Name = parts.Length == 0 ? "" : parts[0].ToLowerInvariant();
        _sources = [.. parts.Skip(1)];
    }

    /// <summary>Its name in lower case; the empty string between two semicolons.</summary>
    public string Name { get; }

    /// <summary>Its sources, as written.</summary>
    public IReadOnlyList<string> Sources => _sources;

    /// <summary>Whether it allows nothing at all: no source, or <c>'none'</c> alone.</summary>
    public bool AllowsNothing => _sources.TrueForAll(source => source.Equals("'none'", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it has a keyword, such as <c>'strict-dynamic'</c>.</summary>
    public bool Has(string keyword) => _sources.Exists(source => source.Equals(keyword, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds a source. <c>'none'</c> means nothing beside another source, and goes.</summary>
    public void Add(string source)
    {
        if (AllowsNothing)
        {
            (_text, _sources) = ($"{(_text.StartsWith(' ') ? " " : "")}{Name} {source}", [source]);
            return;
        }

        _text = $"{_text.TrimEnd(Spaces)} {source}";
        _sources.Add(source);
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
