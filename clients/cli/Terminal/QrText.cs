using System.Text;
using QRCoder;

namespace Bridge.Cli.Terminal;

/// <summary>
/// A QR code as text: a character is two modules, one above the other. The colours are set, black on white, so that the code
/// reads the same on a dark and on a light terminal; where colours are off, light modules are drawn, which suits a dark one.
/// </summary>
internal static class QrText
{
    private const string BlackOnWhite = "\e[38;5;16;48;5;231m";
    private const string Reset = "\e[0m";

    /// <summary>The lines of a code, quiet zone (four modules, ISO/IEC 18004) included.</summary>
    public static IReadOnlyList<string> Draw(string text, bool colours)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        var modules = code.ModuleMatrix;
        var lines = new List<string>();
        for (var y = 0; y < modules.Count; y += 2)
        {
            var line = new StringBuilder();
            for (var x = 0; x < modules.Count; x++)
            {
                var top = modules[y][x];
                var bottom = y + 1 < modules.Count && modules[y + 1][x]; // below the last row: quiet zone, light
                line.Append(colours ? Cell(top, bottom) : Cell(!top, !bottom));
            }

            lines.Add(colours ? BlackOnWhite + line + Reset : line.ToString());
        }

        return lines;
    }

    private static char Cell(bool top, bool bottom) => (top, bottom) switch
    {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        _ => ' ',
    };
}
