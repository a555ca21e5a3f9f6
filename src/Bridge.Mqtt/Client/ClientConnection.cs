using System.IO.Pipelines;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>
/// One network connection after its CONNACK: a read loop, a write loop that alone touches the output, and the keep alive. It ends when one
/// of them does.
/// </summary>
internal sealed class ClientConnection : IAsyncDisposable
{
    // What a server may have under way asks for no more answers than there are identifiers.
    private const int MostAnswers = ushort.MaxValue;

    // What has come already is read in no time; a connection of which only one way is broken must not wait for ever.
    private static readonly TimeSpan LastWordTimeout = TimeSpan.FromSeconds(2);

    private readonly IDuplexPipe _pipe;
    private readonly PacketSource _source;
    private readonly ClientSession _session;
    private readonly InboundQueue _inbound;
    private readonly MqttClientOptions _options;
    private readonly ConnectionWriter _writer;
    private readonly InboundAliases _aliases;
    private readonly ClientReauthentication _reauthentication;
    private readonly CancellationTokenSource _ended = new();
    private int _unhandled;

    public ClientConnection(
        IDuplexPipe pipe, PacketSource source, ConnAckPacket accepted, ClientSession session, OutgoingQueue queue, InboundQueue inbound, MqttClientOptions options)
    {
        _pipe = pipe;
        _source = source;
        _session = session;
        _inbound = inbound;
        _options = options;
        _aliases = new InboundAliases(options.TopicAliasMaximum);
        _writer = new ConnectionWriter(pipe.Output, accepted, session, queue, options);
        _reauthentication = new ClientReauthentication(_writer, options);
        Accepted = accepted;
    }

    /// <summary>The CONNACK.</summary>
    public ConnAckPacket Accepted { get; }

    /// <summary>There is something new to send.</summary>
    public void Wake() => _writer.Wake();

    /// <summary>Serves the connection until it ends. Always ends by an exception that says why, but for a cancellation.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _ended.Token);
        var (reading, writing) = (ReadAsync(linked.Token), _writer.RunAsync(linked.Token));
        Task[] loops = [KeepAlive.RunAsync(_writer, Accepted, _options, linked.Token), reading, writing];
        var first = await Task.WhenAny(loops);
        if (first == writing && await HearLastWordAsync(reading))
        {
            first = reading;
        }

        await _ended.CancelAsync();
        if (first.Exception?.InnerException is MqttClientException { IsFromServer: false, Code: not MqttReasonCode.UnspecifiedError } fault)
        {
            await _writer.TrySendLastAsync(new DisconnectPacket { ReasonCode = fault.Code });
        }

        // The pipes are completed next: nobody may be at them any more. What the other loops say of being stopped tells nothing new.
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _reauthentication.Fail(first.Exception?.InnerException ?? new ObjectDisposedException(nameof(MqttClient)));
        await first;
    }

    /// <summary>Sends DISCONNECT after what is queued for the moment, and no more after it [MQTT-3.14.4-1].</summary>
    public Task DisconnectAsync(DisconnectPacket packet) => _writer.TrySendLastAsync(packet);

    /// <summary>Authenticates anew, and ends when the server has accepted.</summary>
    public Task ReauthenticateAsync(ReadOnlyMemory<byte>? data) => _reauthentication.BeginAsync(data);

    /// <summary>The handlers are done with a message: now the server may know.</summary>
    public void Handled(PublishPacket packet)
    {
        if (packet.QoS == MqttQoS.AtMostOnce || _ended.IsCancellationRequested)
        {
            return;
        }

        Interlocked.Decrement(ref _unhandled);
        _writer.Acknowledge(new AckPacket(packet.QoS == MqttQoS.AtLeastOnce ? MqttPacketType.PubAck : MqttPacketType.PubRec, packet.PacketId));
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _source.Release();
        await _writer.DisposeAsync();
        await Link.CloseAsync(_pipe, _options.Time);
        _ended.Dispose();
    }

    /// <summary>
    /// A server that disconnects says why and closes, and a send may notice that before its DISCONNECT is read: the reason counts, for it says whether to
    /// come back. True where there was one.
    /// </summary>
    private async Task<bool> HearLastWordAsync(Task reading)
    {
        await reading.WaitAsync(LastWordTimeout, _options.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return reading.Exception?.InnerException is MqttClientException { IsFromServer: true };
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        while (await _source.ReadAsync(cancellation) is { } packet)
        {
            _writer.NoteReceived();
            if (_writer.Answers > MostAnswers)
            {
                throw new MqttClientException(MqttReasonCode.QuotaExceeded, "The server asks and doesn't read the answers.");
            }

            await HandleAsync(packet, cancellation);
        }

        throw new MqttClientException("The server closed the connection.");
    }

    private ValueTask HandleAsync(object packet, CancellationToken cancellation)
    {
        switch (packet)
        {
            case PublishPacket publish:
                return ReceiveAsync(_aliases.Resolve(publish), cancellation);
            case AckPacket { Type: MqttPacketType.PubRel } release:
                _writer.Acknowledge(_session.Released(release.PacketId));
                return default;
            case AckPacket ack:
                var answer = _session.Acknowledge(ack);
                _writer.Acknowledge(answer);
                return default;
            case SubAckPacket subAck:
                Answer(subAck.PacketId, subAck);
                return default;
            case UnsubAckPacket unsubAck:
                Answer(unsubAck.PacketId, unsubAck);
                return default;
            case AuthPacket auth:
                _reauthentication.Take(auth);
                return default;
            case DisconnectPacket disconnect:
                throw new MqttClientException(disconnect.ReasonCode, disconnect.ReasonString) { IsFromServer = true, ServerReference = disconnect.ServerReference };
            case ConnAckPacket:
                throw new MqttClientException(MqttReasonCode.ProtocolError, "a second CONNACK");
            default:
                return default;
        }
    }

    // There may be room for another.
    private void Answer(ushort packetId, MqttPacket answer)
    {
        _session.Answer(packetId, answer);
        _writer.Wake();
    }

    private ValueTask ReceiveAsync(PublishPacket publish, CancellationToken cancellation)
    {
        var message = new InboundMessage(publish, this);
        if (publish.QoS == MqttQoS.AtMostOnce)
        {
            _inbound.AddOrDrop(message);
            return default;
        }

        var isWithin = Interlocked.Increment(ref _unhandled) <= _options.ReceiveMaximum || _options.Version == MqttProtocolVersion.V311;
        if (publish.QoS == MqttQoS.ExactlyOnce && !_session.Arrive(publish.PacketId))
        {
            Handled(publish);
            return default;
        }

        if (_inbound.TryAdd(message))
        {
            // Also more than was asked for (section 4.9), as mosquitto 2.0 sends it once messages wait there: to leave would lose them.
            return default;
        }

        if (isWithin)
        {
            return WaitForRoomAsync(message, cancellation);
        }

        NotTaken(publish);
        throw new MqttClientException(MqttReasonCode.ReceiveMaximumExceeded);
    }

    private async ValueTask WaitForRoomAsync(InboundMessage message, CancellationToken cancellation)
    {
        try
        {
            await _inbound.AddAsync(message, cancellation);
        }
        catch (OperationCanceledException)
        {
            NotTaken(message.Packet);
            throw;
        }
    }

    // The server sends it again on the next connection, and then it is no second delivery.
    private void NotTaken(PublishPacket publish)
    {
        if (publish.QoS == MqttQoS.ExactlyOnce)
        {
            _session.Unarrive(publish.PacketId);
        }
    }
}
