using Bridge.Contracts.Feeds;
using Bridge.Contracts.Rooms;

namespace Bridge.Server.Rooms;

/// <summary>What is known of a device now: its pages and what they told. Guarded by <see cref="DeviceTracker"/>'s lock.</summary>
internal sealed class TrackedDevice(string device, string room)
{
    /// <summary>A reload takes its page away for a moment: so long a device stays online without one.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);

    /// <summary>So long a page that has connected is about to subscribe to commands: a round trip, on a slow phone.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private const int MostPages = 16;

    private readonly List<ConnectedPage> _pages = [];
    private readonly List<(string Path, IReadOnlyList<string> Added)> _policies = [];
    private DateTimeOffset _lastLost = DateTimeOffset.MinValue;
    private DeviceStatus? _lastStatus;
    private long _clock;

    public string Device { get; } = device;

    public string Room { get; } = room;

    /// <summary>The presence that was last announced, and since when.</summary>
    public string Announced { get; set; } = "offline";

    public DateTimeOffset Since { get; set; }

    public IReadOnlyList<string> ConnectedPages => [.. _pages.Where(page => page.Connected).Select(page => page.Page ?? page.ClientId)];

    public void Connect(string clientId, string? pageId, DateTimeOffset now)
    {
        if (Find(clientId) is { } known)
        {
            (known.Connected, known.ConnectedAt) = (true, now);
            return;
        }

        if (_pages.Count >= MostPages)
        {
            _pages.RemoveAt(0);
        }

        _pages.Add(new ConnectedPage(clientId, pageId) { ConnectedAt = now, LastVisible = ++_clock });
    }

    /// <summary>The page has subscribed to commands, in this connection or in an earlier one of its session.</summary>
    public void Listen(string clientId)
    {
        if (Find(clientId) is { } page)
        {
            page.Listens = true;
        }
    }

    /// <summary>Whether one of its pages has only just connected and is about to subscribe to commands.</summary>
    public bool IsSettling(DateTimeOffset now) =>
        _pages.Exists(page => page is { Connected: true, Listens: false } && now - page.ConnectedAt is var since && since >= TimeSpan.Zero && since < Settling);

    public void Disconnect(string clientId, DateTimeOffset now)
    {
        if (Find(clientId) is { } page)
        {
            page.Connected = false;
            _lastLost = now;
        }
    }

    public void EndSession(string clientId) => _pages.RemoveAll(page => string.Equals(page.ClientId, clientId, StringComparison.Ordinal));

    public void Update(string clientId, DeviceStatus status)
    {
        if (Find(clientId) is not { } page)
        {
            return;
        }

        page.Page = status.Page;
        page.Status = _lastStatus = status;
        page.Policy ??= PolicyOf(status);
        if (!page.Hidden)
        {
            page.LastVisible = ++_clock;
        }
    }

    /// <summary>
    /// What was added to the policies of a page of this path and query. A page that streams may be connected before that is known; what
    /// a page knows it keeps, whatever address it gives itself later.
    /// </summary>
    public void NotePolicy(string path, IReadOnlyList<string> added)
    {
        _policies.RemoveAll(known => known.Path == path);
        if (_policies.Count >= MostPages)
        {
            _policies.RemoveAt(0);
        }

        _policies.Add((path, added));
        foreach (var page in _pages.Where(page => page is { Policy: null, Status: not null }))
        {
            page.Policy = PolicyOf(page.Status!);
        }
    }

    /// <summary><c>online</c>, <c>asleep</c> or <c>offline</c>.</summary>
    public string Presence(DateTimeOffset now)
    {
        var connected = _pages.Where(page => page.Connected).ToList();
        if (connected.Count > 0)
        {
            return connected.Exists(page => !page.Hidden) ? "online" : "asleep";
        }

        // Less than nothing: the clock was set back meanwhile.
        if (now - _lastLost is var gone && gone >= TimeSpan.Zero && gone < Linger)
        {
            return Announced;
        }

        return _pages.Count > 0 && _pages[^1].Hidden ? "asleep" : "offline";
    }

    public DeviceState State(DeviceRecord record)
    {
        var speaker = _pages.Where(page => page is { Connected: true, Status: not null }).MaxBy(page => page.LastVisible);
        var status = speaker?.Status ?? _lastStatus;
        var agent = status?.Agent ?? record.Agent;
        return new DeviceState(
            Device, record.Label, record.Color, Announced, Since, _pages.Count(page => page.Connected), agent is null ? null : UserAgent.Describe(agent),
            status?.Page, status?.Url, status?.Title, agent, status?.Secure, status?.Transport, status?.Viewport, status?.Sensors, status?.Rtt, status?.Dropped,
            speaker?.Policy is { Count: > 0 } policy ? policy : null);
    }

    private IReadOnlyList<string>? PolicyOf(DeviceStatus status) =>
        Uri.TryCreate(status.Url, UriKind.Absolute, out var url) ? _policies.Find(known => known.Path == url.PathAndQuery).Added : null;

    private ConnectedPage? Find(string clientId) => _pages.Find(page => string.Equals(page.ClientId, clientId, StringComparison.Ordinal));
}
