namespace Bridge.Injector.Proxy;

/// <summary>Keeps the relay's own cookies from the upstream; all others stay as they are.</summary>
internal static class CookieFilter
{
    /// <summary>What the names of the relay's cookies begin with; a <c>__Host-</c> or <c>__Secure-</c> may come before it.</summary>
    public const string Own = "bridge_";

    /// <summary>The Cookie field without the relay's; null where nothing is left.</summary>
    public static string? Forwarded(IEnumerable<string?> fields)
    {
        var pairs = fields.SelectMany(field => (field ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        var kept = string.Join("; ", pairs.Where(pair => !IsOwn(pair)));
        return kept.Length == 0 ? null : kept;
    }

    /// <summary>Whether a cookie, <c>name=value…</c>, is one of the relay's.</summary>
    public static bool IsOwn(string cookie)
    {
        var name = cookie.AsSpan().TrimStart();
        foreach (var prefix in (ReadOnlySpan<string>)["__Host-", "__Secure-"])
        {
            name = name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? name[prefix.Length..] : name;
        }

        return name.StartsWith(Own, StringComparison.OrdinalIgnoreCase);
    }
}
