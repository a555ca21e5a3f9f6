using System.Globalization;
using System.Text;

namespace Bridge.Cli.Tests.Terminal;

/// <summary>
/// A picture of a terminal that shows some lines, as zbarimg reads it: portable pixmap, 8×16 pixels a character cell.
/// Understands the colours of SGR (0, 38;5;n, 48;5;n for black and white) and the block characters, as a terminal does.
/// </summary>
internal static class TerminalPicture
{
    private const int CellWidth = 8;
    private const int CellHeight = 16;
    private const int Margin = 3; // cells of bare terminal around the text

    public static void Save(string path, IReadOnlyList<string> lines, bool darkTerminal)
    {
        var columns = lines.Max(line => Cells(line, darkTerminal).Count) + (2 * Margin);
        var rows = lines.Count + (2 * Margin);
        var width = columns * CellWidth;
        var pixels = new byte[width * rows * CellHeight];
        Array.Fill(pixels, Shade(!darkTerminal));
        for (var row = 0; row < lines.Count; row++)
        {
            var cells = Cells(lines[row], darkTerminal);
            for (var column = 0; column < cells.Count; column++)
            {
                Paint(pixels, width, (row + Margin) * CellHeight, (column + Margin) * CellWidth, cells[column]);
            }
        }

        using var file = File.Create(path);
        file.Write(Encoding.ASCII.GetBytes($"P5\n{width} {rows * CellHeight}\n255\n"));
        file.Write(pixels);
    }

    private static byte Shade(bool light) => light ? (byte)255 : (byte)0;

    private static void Paint(byte[] pixels, int width, int y, int x, (char Character, bool Ink, bool Paper) cell)
    {
        for (var dy = 0; dy < CellHeight; dy++)
        {
            var inked = cell.Character switch
            {
                '█' => true,
                '▀' => dy < CellHeight / 2,
                '▄' => dy >= CellHeight / 2,
                ' ' => false,
                _ => throw new InvalidOperationException($"A QR code has no '{cell.Character}'."),
            };
            Array.Fill(pixels, Shade(inked ? cell.Ink : cell.Paper), ((y + dy) * width) + x, CellWidth);
        }
    }

    private static List<(char Character, bool Ink, bool Paper)> Cells(string line, bool darkTerminal)
    {
        var (ink, paper) = (darkTerminal, !darkTerminal);
        var cells = new List<(char, bool, bool)>();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != '\e')
            {
                cells.Add((line[i], ink, paper));
                continue;
            }

            var end = line.IndexOf('m', i);
            foreach (var (selector, colour) in Colours(line[(i + 2)..end]))
            {
                (ink, paper) = selector switch
                {
                    38 => (colour == 231, paper),
                    48 => (ink, colour == 231),
                    _ => (darkTerminal, !darkTerminal),
                };
            }

            i = end;
        }

        return cells;
    }

    private static IEnumerable<(int Selector, int Colour)> Colours(string parameters)
    {
        var numbers = parameters.Split(';').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        for (var i = 0; i < numbers.Length; i += numbers[i] == 0 ? 1 : 3)
        {
            yield return (numbers[i], numbers[i] == 0 ? 0 : numbers[i + 2]);
        }
    }
}
