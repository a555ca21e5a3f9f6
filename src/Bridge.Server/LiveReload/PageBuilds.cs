namespace Bridge.Server.LiveReload;

/// <summary>Which build each page shows, as far as is known. Bounded; a forgotten page is asked once more, which harms nothing.</summary>
internal sealed class PageBuilds
{
    /// <summary>Pages that are remembered: those of the devices that a relay serves at one time, and of their last reloads.</summary>
    public const int MostPages = 8_192;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string? Build, DateTimeOffset ConnectedAt)> _pages = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = [];

    /// <summary>A page has applied a change, and so shows this build.</summary>
    public void Applied(string page, string build)
    {
        lock (_lock)
        {
            Set(page, (build, _pages.TryGetValue(page, out var known) ? known.ConnectedAt : default));
        }
    }

    /// <summary>A page has told of itself. True where it has just connected and isn't known to show this build.</summary>
    public bool ConnectedWithAnother(string page, DateTimeOffset connectedAt, string build)
    {
        lock (_lock)
        {
            _pages.TryGetValue(page, out var known);
            if (known.ConnectedAt == connectedAt)
            {
                return false;
            }

            Set(page, (build, connectedAt));
            return known.Build != build;
        }
    }

    private void Set(string page, (string? Build, DateTimeOffset ConnectedAt) state)
    {
        if (!_pages.ContainsKey(page))
        {
            _order.Enqueue(page);
            if (_order.Count > MostPages)
            {
                _pages.Remove(_order.Dequeue());
            }
        }

        _pages[page] = state;
    }
}
