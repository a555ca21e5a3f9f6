using System.IO.Pipelines;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// An MQTT 3.1.1 and 5.0 server on top of whatever moves bytes. Thread-safe. It opens no sockets: a listener hands it
/// connections with <see cref="ServeAsync"/>.
/// </summary>
public sealed class MqttBroker : IAsyncDisposable
{
    private readonly MqttBrokerOptions _options;
    private readonly MqttBrokerServices _services;

    /// <exception cref="ArgumentException">An option is out of its range; the message names every one.</exception>
    public MqttBroker(MqttBrokerOptions options, MqttBrokerServices services)
    {
        var errors = options.Validate();
        if (errors.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        _options = options;
        _services = services;
    }

    /// <summary>Connected now; a snapshot.</summary>
    public IReadOnlyCollection<MqttClientInfo> Clients => throw new NotSupportedException();

    /// <summary>Loads stored sessions and retained messages. Call it once before serving if there are stores.</summary>
    public Task StartAsync(CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>
    /// Serves one connection until it ends and completes its pipes. Never throws for what a client does.
    /// <paramref name="cancellation"/> says that the transport is gone.
    /// </summary>
    public Task ServeAsync(IDuplexPipe transport, MqttTransport info, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <summary>
    /// Subscribes a program of this process. <paramref name="handler"/> runs on the publisher's thread: it must be quick and
    /// must not throw (an exception is logged and counted). Dispose the result to end it.
    /// </summary>
    /// <param name="filter">As in SUBSCRIBE; not shared.</param>
    /// <param name="handler">Gets each matching message once.</param>
    /// <param name="retained">Whether matching retained messages come first, during this call.</param>
    /// <exception cref="ArgumentException">The filter is not valid.</exception>
    public IDisposable Subscribe(string filter, Action<MqttDelivery> handler, bool retained = false) =>
        throw new NotSupportedException();

    /// <summary>Publishes for a program of this process: not rate-limited, not gated, authorized by being called.</summary>
    /// <exception cref="ArgumentException">The topic is not valid.</exception>
    public void Publish(MqttApplicationMessage message) => throw new NotSupportedException();

    /// <summary>Retained messages whose topics match; a snapshot. Expiry is what is left.</summary>
    public IReadOnlyList<MqttApplicationMessage> Retained(string filter) => throw new NotSupportedException();

    /// <summary>Disconnects clients; ends when their connections have ended.</summary>
    /// <param name="which">Asked once per connected client; and, where sessions are to end, per session without a connection.</param>
    /// <param name="reason">Told to 5.0 clients in DISCONNECT.</param>
    /// <param name="endSessions">Whether their sessions end too (a revoked credential). Their wills are sent either way.</param>
    public ValueTask DisconnectAsync(Func<MqttClientInfo, bool> which, MqttReasonCode reason, bool endSessions = false) =>
        throw new NotSupportedException();

    /// <summary>
    /// Stops accepting, flushes what is queued, says DISCONNECT 0x8B, saves sessions. After <paramref name="deadline"/>
    /// whatever is left is aborted.
    /// </summary>
    public Task DrainAsync(TimeSpan deadline) => throw new NotSupportedException();

    /// <summary>Aborts every connection, without DISCONNECT, and saves sessions.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
