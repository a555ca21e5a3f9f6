namespace Bridge.Cli.Watching;

/// <summary>
/// The entries that were shown, by device, page and number: where history meets the live stream, the relay sends some twice.
/// Of the pages that were seen longest ago, more than 500 back are forgotten.
/// </summary>
internal sealed class SeenEntries
{
    private const int MostPages = 500;

    private readonly Dictionary<(string Device, string Page), SeqRanges> _pages = [];
    private readonly Queue<(string Device, string Page)> _order = new();

    /// <summary>Adds an entry. False where it was there.</summary>
    public bool Add(string device, string page, long seq)
    {
        if (!_pages.TryGetValue((device, page), out var ranges))
        {
            if (_order.Count == MostPages)
            {
                _pages.Remove(_order.Dequeue());
            }

            _order.Enqueue((device, page));
            _pages[(device, page)] = ranges = new SeqRanges();
        }

        return ranges.Add(seq);
    }
}
