namespace Bridge.Cli.Commands;

/// <summary>How the authority's certificate gets into a device's trust.</summary>
internal static class CaSteps
{
    public static readonly IReadOnlyList<string> Lines =
    [
        "To install it (it vouches for this machine's names and private addresses only):",
        "  A phone     'bridge pair --ca' shows a QR code: the page has the file and the steps (/_bridge/ca at the relay's address).",
        "  Linux       'bridge ca install' for Chromium and Firefox, with --system for everything else.",
        "  macOS       Keychain Access: add it to a keychain, open it, and set Trust to Always Trust.",
        "  Windows     certutil -user -addstore Root devicebridge-ca.crt",
    ];
}
