using Bridge.Cli.Relays;
using Bridge.Cli.Terminal;
using Spectre.Console;

namespace Bridge.Cli.Running;

/// <summary>What a person needs to pair a phone: the QR code, and what to type instead.</summary>
internal static class PairingCard
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private static readonly Style Bold = new(decoration: Decoration.Bold);

    public static void Write(Screen screen, Ticket ticket, TimeProvider time)
    {
        screen.WriteLine();
        foreach (var line in QrText.Draw(ticket.Url, screen.Colours))
        {
            screen.WriteLine("  " + line);
        }

        var minutes = Math.Max(1, Math.Round((ticket.ExpiresAt - time.GetUtcNow()).TotalMinutes));
        screen.WriteLine();
        screen.Write(new StyledLine().Add("  Scan it with the phone's camera, or open there  ").Add(new Uri(ticket.Url).GetLeftPart(UriPartial.Authority), Bold));
        screen.Write(new StyledLine().Add("  and type the code  ").Add(Typed(ticket.Code), Bold).Add($"   (one phone, {minutes} {(minutes > 1 ? "minutes" : "minute")})", Dim));
        screen.Write(new StyledLine().Add("  Or copy the address  ").Add(ticket.Url));
    }

    // In two groups, as a person types it; the pairing page takes it with and without the hyphen.
    private static string Typed(string code) => code.Length == 8 ? $"{code[..4]}-{code[4..]}" : code;
}
