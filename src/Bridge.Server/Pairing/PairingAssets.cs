using System.Collections.Frozen;

namespace Bridge.Server.Pairing;

/// <summary>The pages of ours that a phone sees, out of the assembly. No inline script or style: they run under a strict policy.</summary>
internal static class PairingAssets
{
    /// <summary>The policy of every page of ours on the device listener.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The same for the page of a relay without a site, which carries the device script: a console may evaluate there.</summary>
    public const string HomePolicy =
        "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; base-uri 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, byte[]> Files =
        new[] { "pair.html", "pair.css", "pair.js", "home.html", "ca.html", "check.html", "check.js", "check-worker.js", "icon.svg" }.ToFrozenDictionary(name => name, Load, StringComparer.Ordinal);

    public static byte[] Get(string name) => Files[name];

    public static string GetText(string name) => System.Text.Encoding.UTF8.GetString(Files[name]);

    private static byte[] Load(string name)
    {
        using var stream = typeof(PairingAssets).Assembly.GetManifestResourceStream($"Bridge.Server.Pairing.Assets.{name}")
            ?? throw new InvalidOperationException($"The page {name} is missing from the assembly.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
