using System.Globalization;
using Bridge.Server.Relay;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Bridge.Cli.Terminal;

/// <summary>
/// One line of styled pieces and an optional tail at the right end. Given a width it stays within it: the pieces are cut with an
/// ellipsis, the tail is left out where nothing would be left of the pieces. Pieces are made inert here, whoever wrote them.
/// </summary>
internal sealed class StyledLine : Renderable
{
    private const int LeastForPieces = 40;

    private readonly List<Segment> _pieces = [];
    private Segment? _tail;

    /// <summary>The width to stay within, in cells; null leaves the line as long as it is.</summary>
    public int? Width { get; init; }

    public StyledLine Add(string text, Style? style = null)
    {
        if (text.Length > 0)
        {
            _pieces.Add(new Segment(InertText.From(text), style ?? Style.Plain));
        }

        return this;
    }

    public StyledLine Tail(string text, Style style)
    {
        _tail = text.Length > 0 ? new Segment(InertText.From(text), style) : null;
        return this;
    }

    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(1, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var wanted = Segment.CellCount(_pieces);
        if (Width is not { } width)
        {
            return _tail is null ? [.. _pieces, Segment.LineBreak] : [.. _pieces, Segment.Padding(2), _tail, Segment.LineBreak];
        }

        var tail = _tail is not null && width - _tail.CellCount() - 2 >= Math.Min(wanted, LeastForPieces) ? _tail : null;
        var room = tail is null ? width : width - tail.CellCount() - 2;
        var pieces = wanted <= room ? _pieces : Cut(room);
        return tail is null
            ? [.. pieces, Segment.LineBreak]
            : [.. pieces, Segment.Padding(width - Segment.CellCount(pieces) - tail.CellCount()), tail, Segment.LineBreak];
    }

    // By text elements, so that neither a wide character nor an emoji is cut in half.
    private List<Segment> Cut(int room)
    {
        var cut = new List<Segment>();
        var left = room - 1; // the ellipsis
        foreach (var piece in _pieces)
        {
            var taken = 0;
            while (taken < piece.Text.Length)
            {
                var length = StringInfo.GetNextTextElementLength(piece.Text, taken);
                left -= new Segment(piece.Text.Substring(taken, length)).CellCount();
                if (left < 0)
                {
                    cut.Add(new Segment(piece.Text[..taken] + "…", piece.Style));
                    return cut;
                }

                taken += length;
            }

            cut.Add(piece);
        }

        return cut;
    }
}
