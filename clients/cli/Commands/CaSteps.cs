namespace Bridge.Cli.Commands;

/// <summary>How the authority's certificate gets into a device's trust; by hand, since no command changes a system's trust.</summary>
internal static class CaSteps
{
    public static readonly IReadOnlyList<string> Lines =
    [
        "To install it (it vouches for this machine's names and private addresses only):",
        "  A phone     pair it, then open /_bridge/ca at the relay's address: it has the file and the steps.",
        "              iOS: install the profile, then Settings > General > About > Certificate Trust Settings.",
        "              Android: Settings > Security > Install a certificate > CA certificate.",
        "  Linux       sudo cp devicebridge-ca.crt /usr/local/share/ca-certificates/ && sudo update-ca-certificates",
        "              Chromium and Firefox keep their own list: settings, certificates, authorities, import.",
        "  macOS       Keychain Access: add it to a keychain, open it, and set Trust to Always Trust.",
        "  Windows     certutil -user -addstore Root devicebridge-ca.crt",
    ];
}
