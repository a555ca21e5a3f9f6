namespace Bridge.Cli.Watching;

/// <summary>
/// Which numbers were seen, as ranges: one while they come in order, one more for each gap that may still be filled.
/// At the limit the two lowest become one, so that what is late beyond it counts as seen.
/// </summary>
internal sealed class SeqRanges
{
    private const int MostRanges = 32;

    private readonly List<(long From, long To)> _ranges = []; // To is excluded; ascending, with gaps between

    /// <summary>Adds a number. False where it was there.</summary>
    public bool Add(long seq)
    {
        var next = _ranges.FindIndex(range => range.From > seq);
        var at = next < 0 ? _ranges.Count : next;
        if (at > 0 && seq < _ranges[at - 1].To)
        {
            return false;
        }

        var joinsBefore = at > 0 && _ranges[at - 1].To == seq;
        var joinsAfter = at < _ranges.Count && _ranges[at].From == seq + 1;
        switch (joinsBefore, joinsAfter)
        {
            case (true, true):
                _ranges[at - 1] = (_ranges[at - 1].From, _ranges[at].To);
                _ranges.RemoveAt(at);
                break;
            case (true, false):
                _ranges[at - 1] = (_ranges[at - 1].From, seq + 1);
                break;
            case (false, true):
                _ranges[at] = (seq, _ranges[at].To);
                break;
            default:
                _ranges.Insert(at, (seq, seq + 1));
                break;
        }

        if (_ranges.Count > MostRanges)
        {
            _ranges[0] = (_ranges[0].From, _ranges[1].To);
            _ranges.RemoveAt(1);
        }

        return true;
    }
}
