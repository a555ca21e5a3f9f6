using System.IO.Pipelines;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Client;

/// <summary>
/// A client of MQTT 3.1.1 and 5.0 that keeps its session: what is published while the connection is away goes out when it is back, what was
/// under way is delivered again, subscriptions are made again where the server forgot them. Every member may be used from any thread.
/// </summary>
public sealed class MqttClient : IAsyncDisposable
{
    private readonly Func<CancellationToken, ValueTask<IDuplexPipe>> _dial;
    private readonly MqttClientOptions _options;
    private readonly ClientSession _session = new();
    private readonly ClientSubscriptions _subscriptions = new();
    private readonly OutgoingQueue _queue;
    private readonly InboundQueue _inbound;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ClientRequests _requests;
    private Task _running = Task.CompletedTask;
    private Task _handling = Task.CompletedTask;
    private volatile ClientConnection? _connection;
    private volatile Exception? _end;
    private volatile bool _leaves;
    private int _started;

    /// <summary>Makes a client of a server; <see cref="ConnectAsync(CancellationToken)"/> connects it.</summary>
    /// <param name="server">An address with scheme mqtt (port 1883), mqtts (8883), ws or wss.</param>
    /// <param name="options">How to connect.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message names every one.</exception>
    public MqttClient(Uri server, MqttClientOptions options)
        : this(cancellation => MqttDialer.DialAsync(server, options, cancellation), options)
    {
    }

    /// <summary>Makes a client over byte streams of the caller's.</summary>
    /// <param name="dial">Makes a new stream for each connection; it is completed, and disposed if it can be, at the end.</param>
    /// <param name="options">How to connect.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message names every one.</exception>
    public MqttClient(Func<CancellationToken, ValueTask<IDuplexPipe>> dial, MqttClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(dial);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        _dial = dial;
        _options = options;
        _queue = new OutgoingQueue(options.QueueCapacity);
        _inbound = new InboundQueue(_subscriptions, options);
        _requests = new ClientRequests(this, options);
        ClientId = options.ClientId;
    }

    /// <summary>
    /// Raised after each connection that was made, with its CONNACK, and before anything else goes over it: must not wait for what needs the
    /// connection. What it throws is logged.
    /// </summary>
    public event Action<ConnAckPacket>? Connected;

    /// <summary>Raised after each connection that was lost, with the reason. What it throws is logged.</summary>
    public event Action<Exception>? Disconnected;

    /// <summary>The client identifier, the server's where it assigned one.</summary>
    public string ClientId { get; private set; }

    /// <summary>Whether a connection stands.</summary>
    public bool IsConnected => _connection is not null;

    /// <summary>CONNACK of the present connection, or null without one.</summary>
    public ConnAckPacket? Server => _connection?.Accepted;

    /// <summary>QoS 0 messages that were dropped, going out or coming in, because a queue was full.</summary>
    public long Dropped => _queue.Dropped + _inbound.Dropped;

    /// <summary>Makes a client and connects it.</summary>
    /// <inheritdoc cref="ConnectAsync(CancellationToken)" path="/exception"/>
    public static async Task<MqttClient> ConnectAsync(Uri server, MqttClientOptions options, CancellationToken cancellation = default)
    {
        var client = new MqttClient(server, options);
        try
        {
            await client.ConnectAsync(cancellation);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Connects for the first time. From then on the client reconnects by itself, if the options say so. A client whose first connection failed, or
    /// was cancelled, has ended: the next attempt is a new client's.
    /// </summary>
    /// <exception cref="MqttClientException">The server refused; its code says why.</exception>
    /// <exception cref="IOException">There is no connection: no such host, nobody who listens, no WebSocket there.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">TLS failed, as with a certificate that isn't trusted.</exception>
    /// <exception cref="TimeoutException">CONNACK did not come in <see cref="MqttClientOptions.ConnectTimeout"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    public async Task ConnectAsync(CancellationToken cancellation = default)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("The client was connected before.");
        }

        _handling = _inbound.RunAsync();
        _running = RunAsync();
        try
        {
            await using (cancellation.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop))
            {
                await _first.Task;
            }
        }
        finally
        {
            if (_stop.IsCancellationRequested)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>
    /// Publishes a message. Ends when the server has it: sent (QoS 0), acknowledged (1), completed (2). Packet identifier, Dup and topic alias of
    /// the packet are chosen by the client. While there is no connection the message waits for the next one.
    /// </summary>
    /// <param name="message">The message; a packet larger than the server takes fails with 0x95.</param>
    /// <param name="cancellation">Ends the wait: for room in the queue, and then the message is not sent; or for the answer, and then it may be.</param>
    /// <returns>Success, or that nobody is subscribed (0x10).</returns>
    /// <exception cref="ArgumentException">The topic, the response topic or the length of a property is not valid.</exception>
    /// <exception cref="ObjectDisposedException">The client was disconnected or disposed before the server had the message.</exception>
    /// <exception cref="MqttClientException">The server refused the message, it was dropped (QoS 0, 0x97), or the client has ended.</exception>
    public async Task<MqttReasonCode> PublishAsync(PublishPacket message, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (PublishRules.Broken(message) is { } rule)
        {
            throw new ArgumentException(rule, nameof(message));
        }

        var publish = await _queue.AddAsync(message with { Dup = false, PacketId = 0, TopicAlias = 0 }, cancellation);
        Wake();
        return await publish.Done.WaitAsync(cancellation);
    }

    /// <summary>Publishes a message without properties.</summary>
    /// <inheritdoc cref="PublishAsync(PublishPacket, CancellationToken)"/>
    public Task<MqttReasonCode> PublishAsync(
        string topic, ReadOnlyMemory<byte> payload, MqttQoS qos = MqttQoS.AtMostOnce, bool retain = false, CancellationToken cancellation = default) =>
        PublishAsync(new PublishPacket { Topic = topic, Payload = payload, QoS = qos, Retain = retain }, cancellation);

    /// <summary>Subscribes, and ends when the server has granted it. A message that matches several subscriptions goes to each handler.</summary>
    /// <exception cref="MqttClientException">The server refused the filter; its code says why.</exception>
    public async Task<MqttSubscription> SubscribeAsync(SubscriptionRequest request, MqttMessageHandler handler, CancellationToken cancellation = default)
    {
        if (!TopicFilter.TryParse(request.Filter, mayShare: true, out var filter))
        {
            throw new ArgumentException("Not a topic filter.", nameof(request));
        }

        var subscription = new MqttSubscription(this, request, filter, handler);
        _subscriptions.Add(subscription);
        try
        {
            var answer = (SubAckPacket)await ExchangeAsync(id => new SubscribePacket { PacketId = id, Subscriptions = [request] }).WaitAsync(cancellation);
            subscription.Granted = answer.ReasonCodes[0];
            return subscription.Granted < MqttReasonCode.UnspecifiedError
                ? subscription
                : throw new MqttClientException(subscription.Granted, answer.ReasonString);
        }
        catch
        {
            _subscriptions.Remove(subscription);
            throw;
        }
    }

    /// <summary>Subscribes to a filter with QoS 1.</summary>
    /// <inheritdoc cref="SubscribeAsync(SubscriptionRequest, MqttMessageHandler, CancellationToken)"/>
    public Task<MqttSubscription> SubscribeAsync(string filter, MqttMessageHandler handler, CancellationToken cancellation = default) =>
        SubscribeAsync(new SubscriptionRequest(filter, MqttQoS.AtLeastOnce), handler, cancellation);

    /// <summary>
    /// Publishes a request with a response topic and correlation data, and waits for the answer (5.0, section 4.10). The first request subscribes
    /// to the response topic.
    /// </summary>
    /// <exception cref="TimeoutException">No answer came in time, which counts from the call.</exception>
    /// <exception cref="NotSupportedException">The client speaks 3.1.1.</exception>
    public Task<PublishPacket> RequestAsync(PublishPacket request, TimeSpan timeout, CancellationToken cancellation = default) =>
        _requests.AskAsync(request, timeout, cancellation);

    /// <summary>
    /// Proves anew to the server who this is, by <see cref="MqttClientOptions.AuthenticationMethod"/> (5.0, section 4.12.1); ends when it has accepted.
    /// Messages go on meanwhile. A server that does not accept disconnects.
    /// </summary>
    /// <param name="data">First data of the method, or null.</param>
    /// <param name="cancellation">Ends the wait; the exchange goes on.</param>
    /// <exception cref="InvalidOperationException">There is no method, no connection, or such an exchange is under way.</exception>
    /// <exception cref="MqttClientException">The server refused, or the connection was lost.</exception>
    public Task ReauthenticateAsync(ReadOnlyMemory<byte>? data = null, CancellationToken cancellation = default)
    {
        if (_options.AuthenticationMethod is null)
        {
            throw new InvalidOperationException("The client connected without an authentication method [MQTT-4.12.0-7].");
        }

        var connection = _connection ?? throw new InvalidOperationException("There is no connection.");
        return connection.ReauthenticateAsync(data).WaitAsync(cancellation);
    }

    /// <summary>
    /// Ends the connection with DISCONNECT, and the client with it; waits for the handlers of messages that had come, unless one of them calls it. At
    /// most two seconds are spent on a server that doesn't read.
    /// </summary>
    /// <param name="reason">Success, or <see cref="MqttReasonCode.DisconnectWithWill"/> for the will to be published.</param>
    /// <param name="sessionExpiry">Seconds that the session outlives this, 5.0 only; null as CONNECT said, and so where CONNECT said 0 [MQTT-3.14.2-2].</param>
    public async Task DisconnectAsync(MqttReasonCode reason = MqttReasonCode.Success, uint? sessionExpiry = null)
    {
        _leaves = true; // Before the server hears of it: it closes, and that may be noticed first, but is no loss.
        if (_connection is { } connection)
        {
            var expiry = _options.SessionExpiryInterval > 0 ? sessionExpiry : null;
            await connection.DisconnectAsync(new DisconnectPacket { ReasonCode = reason, SessionExpiryInterval = expiry });
        }

        await _stop.CancelAsync();
        await _running;
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            // Never connected: nobody else says to those who wait that it never will be.
            FailAll(_end = new ObjectDisposedException(nameof(MqttClient)));
        }

        _inbound.Complete();
        if (!_inbound.IsHandling)
        {
            await _handling;
        }
    }

    /// <summary>Disconnects if connected, and fails what was still under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync();
        _requests.Dispose();
    }

    internal async ValueTask UnsubscribeAsync(MqttSubscription subscription)
    {
        if (_subscriptions.Remove(subscription) && !_stop.IsCancellationRequested)
        {
            await ExchangeAsync(id => new UnsubscribePacket { PacketId = id, Filters = [subscription.Request.Filter] });
        }
    }

    private Task<MqttPacket> ExchangeAsync(Func<ushort, MqttPacket> make)
    {
        var exchange = new PendingExchange(make);
        _session.Add(exchange);
        Wake();
        return exchange.Answer;
    }

    // What comes after the end fails at once instead of waiting for a connection that will not be.
    private void Wake()
    {
        _connection?.Wake();
        if (_end is { } end)
        {
            FailAll(end);
        }
    }

    private void FailAll(Exception end)
    {
        _session.FailAll(end);
        _queue.FailAll(end);
    }

    private async Task RunAsync()
    {
        var delay = new ReconnectDelay(_options.ReconnectMinimum, _options.ReconnectMaximum, Random.Shared);
        while (_end is null)
        {
            try
            {
                await ServeAsync(delay);
            }
            catch (Exception cause)
            {
                _end = await RestAsync(cause, delay);
            }
        }

        _first.TrySetException(_end);
        FailAll(_end);
    }

    // One connection, from dialling to its loss.
    private async Task ServeAsync(ReconnectDelay delay)
    {
        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _options.Time);
        using var connecting = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
        ClientConnection connection;
        try
        {
            connection = await OpenAsync(connecting.Token);
        }
        catch (OperationCanceledException cause) when (timeout.IsCancellationRequested && !_stop.IsCancellationRequested)
        {
            throw new TimeoutException("The server did not answer in time.", cause);
        }

        await using (connection)
        {
            delay.Reset();
            _connection = connection;
            ClientLog.Connected(_options.Logger, ClientId, connection.Accepted.SessionPresent);
            Listeners.Tell(Connected, connection.Accepted, _options.Logger);
            _first.TrySetResult();
            try
            {
                await connection.RunAsync(_stop.Token);
            }
            finally
            {
                _connection = null;
            }
        }
    }

    private async Task<ClientConnection> OpenAsync(CancellationToken cancellation)
    {
        var pipe = await _dial(cancellation);
        var source = new PacketSource(pipe.Input, _options);
        try
        {
            var again = _first.Task.IsCompleted;
            var connect = _options.ToConnect(ClientId, !again);
            var accepted = await ClientHandshake.RunAsync(pipe.Output, source, connect, _options, cancellation);
            ClientId = accepted.AssignedClientIdentifier ?? ClientId;
            _session.Resume(accepted.SessionPresent);
            if (again && !accepted.SessionPresent)
            {
                _subscriptions.RenewAll(_session, _options.Logger);
            }

            return new ClientConnection(pipe, source, accepted, _session, _queue, _inbound, _options);
        }
        catch
        {
            source.Release();
            await Link.CloseAsync(pipe, _options.Time);
            throw;
        }
    }

    // After a loss. Returns why the client ends, or null where it is time to connect again.
    private async Task<Exception?> RestAsync(Exception cause, ReconnectDelay delay)
    {
        if (_leaves || _stop.IsCancellationRequested)
        {
            return new ObjectDisposedException(nameof(MqttClient));
        }

        ClientLog.Lost(_options.Logger, (cause as MqttClientException)?.Code ?? MqttReasonCode.UnspecifiedError, cause);
        var connectedBefore = _first.Task.IsCompleted;
        if (connectedBefore)
        {
            Listeners.Tell(Disconnected, cause, _options.Logger);
        }

        if (!connectedBefore || !_options.Reconnect || cause is MqttClientException { IsFinal: true })
        {
            return cause;
        }

        var wait = delay.Next();
        ClientLog.Waiting(_options.Logger, wait);
        try
        {
            await Task.Delay(wait, _options.Time, _stop.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return new ObjectDisposedException(nameof(MqttClient));
        }
    }
}
