namespace Bridge.Server.Relay;

/// <summary>What a relay tells the person who started it. Features post, the terminal listens. Keeps what was posted before the first listener came.</summary>
public sealed class RelayNotices
{
    private const int MostWaiting = 100;

    private readonly Lock _lock = new();
    private readonly Queue<RelayNotice> _waiting = [];
    private Action<RelayNotice>? _posted;

    /// <summary>Raised for each notice, in order, under a lock: a handler must be quick and must not post.</summary>
    public event Action<RelayNotice> Posted
    {
        add
        {
            lock (_lock)
            {
                _posted += value;
                while (_waiting.TryDequeue(out var notice))
                {
                    value(notice);
                }
            }
        }

        remove
        {
            lock (_lock)
            {
                _posted -= value;
            }
        }
    }

    /// <summary>Tells the person at the terminal. Never throws for lack of a listener.</summary>
    public void Post(RelayNotice notice)
    {
        lock (_lock)
        {
            if (_posted is not null)
            {
                _posted(notice);
            }
            else if (_waiting.Count < MostWaiting)
            {
                _waiting.Enqueue(notice);
            }
        }
    }
}
