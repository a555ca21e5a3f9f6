using System.IO.Pipelines;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// An MQTT 3.1.1 and 5.0 server on top of whatever moves bytes. Thread-safe. It opens no sockets: a listener hands it
/// connections with <see cref="ServeAsync"/>.
/// </summary>
public sealed class MqttBroker : IAsyncDisposable
{
    private readonly BrokerRuntime _runtime;

    /// <exception cref="ArgumentException">An option is out of its range; the message names every one.</exception>
    public MqttBroker(MqttBrokerOptions options, MqttBrokerServices services)
    {
        var errors = options.Validate();
        if (errors.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        _runtime = new BrokerRuntime(options, services);
        new SystemTopics(_runtime).Start();
    }

    /// <summary>Connected now; a snapshot.</summary>
    public IReadOnlyCollection<MqttClientInfo> Clients =>
        [.. _runtime.Sessions.All.Select(session => session.Connection?.Client).OfType<MqttClientInfo>()];

    /// <summary>Every session, connected or waiting for its client, with what has crossed its connection; a snapshot.</summary>
    public IReadOnlyCollection<MqttSessionInfo> Sessions => [.. _runtime.Sessions.All.Select(MqttSessionInfo.Of)];

    internal BrokerRuntime Runtime => _runtime;

    /// <summary>Loads stored sessions and retained messages. Call it once before serving if there are stores.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        var retained = _runtime.Services.RetainedMessages is { } retainedStore ? await retainedStore.LoadAsync(cancellation) : [];
        foreach (var stored in retained)
        {
            if (Expiry.FromWallClock(stored.ExpiresAt, _runtime.Time) is { } expiresAt)
            {
                _runtime.Retained.Restore(_runtime.ToPublication(stored.Message, expiresAt));
            }
        }

        var sessions = _runtime.Services.Sessions is { } sessionStore ? await sessionStore.LoadAsync(cancellation) : [];
        _runtime.Sessions.Restore([.. sessions.Select(stored => SessionSnapshot.Restore(stored, _runtime))]);

        _runtime.Log.Loaded(sessions.Count, retained.Count);
    }

    /// <summary>
    /// Serves one connection until it ends and completes its pipes. Never throws for what a client does.
    /// <paramref name="cancellation"/> says that the transport is gone.
    /// </summary>
    public Task ServeAsync(IDuplexPipe transport, MqttTransport info, CancellationToken cancellation = default)
    {
        if (_runtime.Connections.IsClosed || _runtime.Admission.Enter(info.Remote) is { } limit && TurnAway(info, limit))
        {
            return PipeCompletion.CompleteAsync(transport).AsTask();
        }

        var connection = new MqttConnection(_runtime, transport, info);
        _runtime.Connections.Add(connection);
        if (_runtime.Connections.IsClosed)
        {
            // Closed between the look above and now, when nobody saw this connection.
            connection.Abort();
        }

        return connection.RunAsync(cancellation);
    }

    /// <summary>
    /// Subscribes a program of this process. <paramref name="handler"/> runs on the publisher's thread: it must be quick and
    /// must not throw (an exception is logged). Dispose the result to end it.
    /// </summary>
    /// <param name="filter">As in SUBSCRIBE; not shared.</param>
    /// <param name="handler">Gets each matching message once.</param>
    /// <param name="retained">Whether matching retained messages come first, during this call.</param>
    /// <exception cref="ArgumentException">The filter is not valid.</exception>
    public IDisposable Subscribe(string filter, Action<MqttDelivery> handler, bool retained = false)
    {
        if (!TopicFilter.TryParse(filter, mayShare: false, out var parsed))
        {
            throw new ArgumentException($"'{filter}' is not a topic filter.", nameof(filter));
        }

        var local = new LocalSubscription(handler, ended => _runtime.Subscriptions.Remove(ended.Entry!));
        local.Entry = new Subscription { Filter = parsed, Local = local };
        _runtime.Subscriptions.Add(local.Entry);
        if (retained)
        {
            foreach (var publication in _runtime.Retained.Match(filter))
            {
                var message = publication.ToOutgoing();
                _runtime.Router.Show(local, ref message, isReplay: true);
                publication.Release();
            }
        }

        return local;
    }

    /// <summary>Publishes for a program of this process: not rate-limited, not gated, authorized by being called.</summary>
    /// <exception cref="ArgumentException">The topic is not valid, or a property too long.</exception>
    public void Publish(MqttApplicationMessage message)
    {
        if (!TopicName.IsValid(message.Topic))
        {
            throw new ArgumentException($"'{message.Topic}' is not a topic name.", nameof(message));
        }

        _runtime.Publish(message, origin: null);
    }

    /// <summary>Retained messages whose topics match; a snapshot. Expiry is what is left.</summary>
    public IReadOnlyList<MqttApplicationMessage> Retained(string filter)
    {
        var messages = new List<MqttApplicationMessage>();
        foreach (var publication in _runtime.Retained.Match(filter))
        {
            messages.Add(publication.ToMessage(_runtime.Time));
            publication.Release();
        }

        return messages;
    }

    /// <summary>Disconnects clients; ends when their connections have ended.</summary>
    /// <param name="which">Asked once per connected client; and, where sessions are to end, per session without a connection.</param>
    /// <param name="reason">Told to 5.0 clients in DISCONNECT.</param>
    /// <param name="endSessions">Whether their sessions end too (a revoked credential). Their wills are sent either way.</param>
    public ValueTask DisconnectAsync(Func<MqttClientInfo, bool> which, MqttReasonCode reason, bool endSessions = false) =>
        DisconnectAsync(which, new DisconnectPacket { ReasonCode = reason }, endSessions);

    /// <summary>Disconnects clients with more than a reason: a text for people, another server to use (0x9C, 0x9D), user properties.</summary>
    /// <inheritdoc cref="DisconnectAsync(Func{MqttClientInfo, bool}, MqttReasonCode, bool)"/>
    /// <param name="which">Asked once per connected client; and, where sessions are to end, per session without a connection.</param>
    /// <param name="farewell">Sent to 5.0 clients. A session expiry interval is left out: only clients send one [MQTT-3.14.2-2].</param>
    /// <param name="endSessions">Whether their sessions end too. Their wills are sent either way.</param>
    public async ValueTask DisconnectAsync(Func<MqttClientInfo, bool> which, DisconnectPacket farewell, bool endSessions = false)
    {
        ArgumentNullException.ThrowIfNull(farewell);
        farewell = farewell with { SessionExpiryInterval = null };
        var sessions = _runtime.Sessions.All.Where(session => which(session.Client)).ToList();
        List<Task> ends = [];
        foreach (var connection in sessions.Select(session => session.Connection).OfType<MqttConnection>())
        {
            ends.Add(connection.WhenEnded());
            connection.Close(farewell.ReasonCode, farewell.ReasonString, farewell: farewell);
        }

        await Task.WhenAll(ends);
        if (endSessions)
        {
            sessions.ForEach(_runtime.Sessions.End);
        }
    }

    /// <summary>
    /// Stops accepting, flushes what is queued, says DISCONNECT 0x8B, saves sessions. After <paramref name="deadline"/>
    /// whatever is left is aborted.
    /// </summary>
    public async Task DrainAsync(TimeSpan deadline)
    {
        var ends = _runtime.Connections.Close();
        foreach (var connection in _runtime.Connections.All)
        {
            connection.Close(MqttReasonCode.ServerShuttingDown, "The server is going down.");
        }

        try
        {
            await Task.WhenAll(ends).WaitAsync(deadline, _runtime.Time);
        }
        catch (TimeoutException)
        {
            await AbortAllAsync();
        }

        await _runtime.Store.SaveAsync();
    }

    /// <summary>Aborts every connection, without DISCONNECT, and saves sessions.</summary>
    public async ValueTask DisposeAsync()
    {
        await AbortAllAsync();
        await _runtime.Store.SaveAsync();
        _runtime.Dispose();
    }

    private async Task AbortAllAsync()
    {
        var ends = _runtime.Connections.Close();
        foreach (var connection in _runtime.Connections.All)
        {
            connection.Abort();
        }

        await Task.WhenAll(ends);
    }

    private bool TurnAway(MqttTransport info, string limit)
    {
        _runtime.Metrics.TurnedAway(limit);
        _runtime.Log.TurnedAway(info.Remote, limit);
        return true;
    }
}
