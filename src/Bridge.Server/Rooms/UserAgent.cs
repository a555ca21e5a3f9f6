namespace Bridge.Server.Rooms;

/// <summary>A user agent in words, for people: good guesses about common browsers, never relied on.</summary>
internal static class UserAgent
{
    private static readonly (string Token, string Name)[] Browsers =
    [
        ("SamsungBrowser/", "Samsung Internet"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("FxiOS/", "Firefox"),
        ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("HeadlessChrome/", "Chrome"), ("Chrome/", "Chrome"), ("Version/", "Safari"),
    ];

    private static readonly (string Token, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Macintosh", "macOS"), ("Linux", "Linux"),
    ];

    /// <summary>E.g. <c>Chrome 156 on Android</c>.</summary>
    public static string Describe(string agent)
    {
        var system = System(agent);
        foreach (var (token, name) in Browsers)
        {
            var at = agent.IndexOf(token, StringComparison.Ordinal);
            if (at >= 0)
            {
                var version = new string([.. agent.Skip(at + token.Length).TakeWhile(char.IsAsciiDigit).Take(6)]);
                return $"{name} {version}".TrimEnd() + (system is null ? "" : $" on {system}");
            }
        }

        return system is null ? "unknown browser" : $"browser on {system}";
    }

    /// <summary>What to call the thing in a person's hand.</summary>
    public static string Noun(string agent) => System(agent) switch
    {
        "iPhone" => "iPhone",
        "iPad" => "iPad",
        "Android" => agent.Contains("Mobile", StringComparison.Ordinal) ? "phone" : "tablet",
        null => "device",
        _ => "computer",
    };

    private static string? System(string agent) =>
        Systems.FirstOrDefault(system => agent.Contains(system.Token, StringComparison.Ordinal)).Name;
}
