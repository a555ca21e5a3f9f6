namespace Bridge.ProxyBench;

/// <summary>One of the servers that are compared.</summary>
/// <param name="Name">What its line is called.</param>
/// <param name="Address">Its scheme, host and port.</param>
/// <param name="Cookie">What it must be shown; empty for nothing.</param>
internal sealed record Target(string Name, Uri Address, string Cookie)
{
    /// <summary>Reads <c>name=http://host:port;cookie</c>.</summary>
    public static Target Parse(string text)
    {
        var name = text.Split('=', 2);
        var parts = name.ElementAtOrDefault(1)?.Split(';', 2) ?? throw new FormatException($"'{text}' is no target.");
        return new Target(name[0], new Uri(parts[0]), parts.ElementAtOrDefault(1) ?? "");
    }
}
