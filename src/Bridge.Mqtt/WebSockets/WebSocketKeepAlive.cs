namespace Bridge.Mqtt.WebSockets;

/// <summary>
/// Pings the peer every interval and gives up when a ping's time is over with nothing heard. Anything heard counts, not the pong alone:
/// on a slow line it waits behind data. One timer, two states.
/// </summary>
internal sealed class WebSocketKeepAlive : IDisposable
{
    private readonly WebSocketDuplexPipe _connection;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _timeout;
    private readonly ITimer _timer;
    private bool _awaiting;
    private int _signsAtPing;

    public WebSocketKeepAlive(WebSocketDuplexPipe connection, WebSocketOptions options)
    {
        _connection = connection;
        _interval = options.PingInterval;
        _timeout = options.PongTimeout;
        // Set only once it is known here: the first tick may be due before a thread that was held up comes back from making it.
        _timer = options.Time.CreateTimer(static state => ((WebSocketKeepAlive)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(_interval, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        var signs = _connection.SignsOfLife;
        if (_awaiting && signs == _signsAtPing)
        {
            _connection.GiveUp();
            return;
        }

        var untilNextPing = _interval - _timeout;
        if (_awaiting && untilNextPing > TimeSpan.Zero)
        {
            _awaiting = false;
            _timer.Change(untilNextPing, Timeout.InfiniteTimeSpan);
            return;
        }

        _awaiting = true;
        _signsAtPing = signs;
        _connection.Ping();
        _timer.Change(_timeout, Timeout.InfiniteTimeSpan);
    }
}
