using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Threading.Channels;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>
/// The write loop of a connection: acknowledgements first, then redeliveries, subscriptions and messages, as many as fit a batch, one flush
/// for all of them. Whoever reads bounds the acknowledgements (<see cref="Answers"/>).
/// </summary>
internal sealed class ConnectionWriter : IAsyncDisposable
{
    // One flush takes at most about this much, so that an acknowledgement never waits behind a long queue.
    private const int BatchBytes = 64 * 1024;

    // An own bound of messages under way, far below the 65,535 identifiers, for servers that allow all of them.
    private const int MaximumInflight = 16 * 1024;

    private static readonly TimeSpan LastWordTimeout = TimeSpan.FromSeconds(2);

    private readonly PipeWriter _output;
    private readonly ConnAckPacket _accepted;
    private readonly ClientSession _session;
    private readonly OutgoingQueue _queue;
    private readonly MqttClientOptions _options;
    private readonly OutboundAliases _aliases;
    private readonly ConcurrentQueue<object> _urgent = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly int _maximumSize;
    private long _sent;
    private long _received;
    private bool _ended;

    public ConnectionWriter(PipeWriter output, ConnAckPacket accepted, ClientSession session, OutgoingQueue queue, MqttClientOptions options)
    {
        _output = output;
        _accepted = accepted;
        _session = session;
        _queue = queue;
        _options = options;
        _aliases = new OutboundAliases(accepted.TopicAliasMaximum);
        _maximumSize = (int)Math.Min(accepted.MaximumPacketSize ?? int.MaxValue, int.MaxValue);
    }

    /// <summary>Packets sent, for the keep alive.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Packets received, for the keep alive.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Acknowledgements and other answers that wait.</summary>
    public int Answers => _urgent.Count;

    public void NoteReceived() => Interlocked.Increment(ref _received);

    /// <summary>There is something to send.</summary>
    public void Wake() => _wake.Writer.TryWrite(item: true);

    /// <summary>Sends an acknowledgement ahead of messages; null is nothing, and only wakes the loop: there may be room for more.</summary>
    public void Acknowledge(AckPacket? ack)
    {
        if (ack is { } packet)
        {
            _urgent.Enqueue(packet);
        }

        Wake();
    }

    /// <summary>Sends a packet ahead of messages.</summary>
    public void Send(object packet)
    {
        _urgent.Enqueue(packet);
        Wake();
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        Wake();
        while (true)
        {
            await _wake.Reader.ReadAsync(cancellation);
            while (await WriteBatchAsync(cancellation))
            {
                // As long as there is something.
            }
        }
    }

    /// <summary>Sends one more packet and ends the output. Gives up after two seconds: a peer that doesn't read can't be told.</summary>
    public async Task TrySendLastAsync(DisconnectPacket packet)
    {
        using var timeout = new CancellationTokenSource(LastWordTimeout, _options.Time);
        try
        {
            await _writing.WaitAsync(timeout.Token);
            try
            {
                await SendLastAsync(packet, timeout.Token);
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (Exception cause) when (cause is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The connection is gone already.
            ClientLog.Lost(_options.Logger, packet.ReasonCode, cause);
        }
    }

    /// <summary>Waits until nobody writes, and lets nobody write any more: then the output may be completed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync();
        _ended = true;
        _writing.Release();
    }

    private async ValueTask SendLastAsync(DisconnectPacket packet, CancellationToken cancellation)
    {
        if (!_ended)
        {
            _ended = true;
            MqttPacketWriter.Write(_output, packet, _options.Version, _maximumSize);
            await _output.FlushAsync(cancellation);
        }
    }

    private async ValueTask<bool> WriteBatchAsync(CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            if (_ended || !WriteBatch())
            {
                return false;
            }

            await _output.FlushAsync(cancellation);
            return true;
        }
        finally
        {
            _writing.Release();
        }
    }

    private bool WriteBatch()
    {
        var before = _sent;
        while (_output.UnflushedBytes < BatchBytes && WriteNext())
        {
            _sent++;
        }

        return _sent != before;
    }

    private bool WriteNext()
    {
        if (_urgent.TryDequeue(out var urgent))
        {
            WriteUrgent(urgent);
            return true;
        }

        if (_session.TryNextExchange(out var exchange))
        {
            MqttPacketWriter.Write(_output, exchange, _options.Version, _maximumSize);
            return true;
        }

        var quota = _session.Inflight < Math.Min((int)_accepted.ReceiveMaximum, MaximumInflight);
        if (quota && _session.TryNextRedelivery(out var again))
        {
            Redeliver(again);
            return true;
        }

        if (!_queue.TryTake(quota, out var publish))
        {
            return false;
        }

        WritePublish(publish);
        return true;
    }

    private void WriteUrgent(object packet)
    {
        switch (packet)
        {
            case AckPacket ack:
                MqttPacketWriter.Write(_output, ack, _options.Version, _maximumSize);
                break;
            case MqttPacket whole:
                MqttPacketWriter.Write(_output, whole, _options.Version, _maximumSize);
                break;
            default:
                System.Buffers.BuffersExtensions.Write(_output, MqttPacketWriter.PingReq);
                break;
        }
    }

    private void Redeliver(PendingPublish publish)
    {
        if (publish.Received)
        {
            MqttPacketWriter.Write(_output, new AckPacket(MqttPacketType.PubRel, publish.Packet.PacketId), _options.Version, _maximumSize);
        }
        else if (!MqttPacketWriter.Write(_output, publish.Packet, _options.Version, _maximumSize))
        {
            _session.Release(publish);
            publish.Complete(MqttReasonCode.PacketTooLarge);
        }
    }

    private void WritePublish(PendingPublish publish)
    {
        if (Refusal(publish.Packet) is { } code)
        {
            publish.Complete(code);
            return;
        }

        var acknowledged = publish.Packet.QoS != MqttQoS.AtMostOnce;
        var packet = acknowledged ? _session.Hold(publish) : publish.Packet;
        var aliased = _aliases.Apply(packet);
        var written = MqttPacketWriter.Write(_output, aliased, _options.Version, _maximumSize);
        if (written && !acknowledged)
        {
            publish.Complete(MqttReasonCode.Success);
        }
        else if (!written)
        {
            _aliases.Revoke(aliased);
            _session.Release(publish);
            publish.Complete(MqttReasonCode.PacketTooLarge);
        }
    }

    // What the server said in CONNACK that it doesn't take is not sent [MQTT-3.2.2-11] [MQTT-3.2.2-14].
    private MqttReasonCode? Refusal(PublishPacket packet) =>
        packet.QoS > _accepted.MaximumQoS ? MqttReasonCode.QoSNotSupported
        : packet.Retain && !_accepted.RetainAvailable ? MqttReasonCode.RetainNotSupported
        : null;
}
