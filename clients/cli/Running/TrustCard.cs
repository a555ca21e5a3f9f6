using Bridge.Cli.Relays;
using Bridge.Cli.Terminal;
using Spectre.Console;

namespace Bridge.Cli.Running;

/// <summary>What a person needs to let a phone trust the relay's certificate: the QR code of its page, and the fingerprint to compare.</summary>
internal static class TrustCard
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private static readonly Style Bold = new(decoration: Decoration.Bold);

    public static void Write(Screen screen, Authority authority)
    {
        screen.WriteLine();
        foreach (var line in QrText.Draw(authority.Url, screen.Colours))
        {
            screen.WriteLine("  " + line);
        }

        screen.WriteLine();
        screen.Write(new StyledLine().Add("  Scan it to install the certificate of this relay: https then opens without a warning."));
        screen.Write(new StyledLine().Add("  Or open there  ").Add(authority.Url, Bold).Add("   (before or after pairing)", Dim));
        screen.Write(new StyledLine().Add("  SHA-256 ").Add(Grouped(authority.Sha256)).Add("   compare it with the phone's", Dim));
    }

    // As phones show it: two digits, a space.
    private static string Grouped(string fingerprint) => string.Join(' ', fingerprint.Chunk(2).Select(pair => new string(pair)));
}
