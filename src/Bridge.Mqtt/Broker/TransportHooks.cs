namespace Bridge.Mqtt.Broker;

/// <summary>
/// What a listener lets the broker do with a connection's transport. Apart from what is known of it, which outlives the connection with its session and
/// with retained messages: a socket must not.
/// </summary>
internal sealed class TransportHooks(MqttTransport transport)
{
    private readonly Lock _sync = new();
    private bool _isOver;

    public void Accept() => transport.Accepted?.Invoke();

    public Task LingerAsync() => transport.Linger?.Invoke() ?? Task.CompletedTask;

    /// <summary>From any thread. Nothing after <see cref="LetGo"/>, for what the transport stood on may serve somebody else by then.</summary>
    public void Abort()
    {
        lock (_sync)
        {
            if (!_isOver)
            {
                transport.Abort?.Invoke();
            }
        }
    }

    /// <summary>The transport is its listener's again: an abort that is under way has ended, and none begins.</summary>
    public void LetGo()
    {
        lock (_sync)
        {
            _isOver = true;
        }
    }
}
