using System.Buffers;
using System.IO.Pipelines;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// One client's connection, from its first byte to its last.
/// <code>
/// CONNECT → authenticate → bind to a session → { read → all packets in the buffer → flush } → detach
/// </code>
/// One task reads; any thread may write (through the session) or close.
/// </summary>
#pragma warning disable CA1001 // Close may come from any thread at any time; a source without timer or links holds nothing to dispose.
internal sealed class MqttConnection
#pragma warning restore CA1001
{
    // What a peer that is being disconnected gets to take the last bytes.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    // Answers that may wait for a client that doesn't read them, before we stop reading from it.
    private const int BacklogPausesReading = 16 * 1024;

    private readonly BrokerRuntime _runtime;
    private readonly IDuplexPipe _pipe;
    private readonly MqttPacketReader _reader;
    private readonly CancellationTokenSource _ended = new();
    private readonly FlushWatch _flushWatch;
    private PacketDispatcher? _dispatcher;
    private PublishWriter? _sink;
    private CloseReason? _closing;
    private Deadline? _keepAliveDeadline;
    private long _lastHeard;
    private TimeSpan _keepAlive;
    private bool _isKnown;

    public MqttConnection(BrokerRuntime runtime, IDuplexPipe pipe, MqttTransport transport)
    {
        _runtime = runtime;
        _pipe = pipe;
        Transport = transport;
        _reader = new MqttPacketReader(MqttEnd.Client, ConnectLimits(runtime.Options.Limits));
        Writer = new ConnectionWriter(pipe.Output, this, new Lock());
        _flushWatch = new FlushWatch(this, runtime);
    }

    public MqttTransport Transport { get; }

    public ConnectionWriter Writer { get; }

    public MqttProtocolVersion Version => _reader.Version;

    public MqttSession? Session { get; private set; }

    /// <summary>Null until the CONNECT was accepted.</summary>
    public MqttClientInfo? Client { get; private set; }

    /// <summary>The largest packet that the client takes.</summary>
    public int MaximumPacketSize { get; private set; } = int.MaxValue;

    /// <summary>False if the client wants no reason strings but in CONNACK and DISCONNECT [MQTT-3.1.2-29].</summary>
    public bool WantsReasons { get; private set; } = true;

    public long BytesRead { get; private set; }

    public long MessagesSent => _sink?.Sent ?? 0;

    public PacketDispatcher? Dispatcher => _dispatcher;

    private bool IsClosing => Volatile.Read(ref _closing) is not null;

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var registration = cancellation.UnsafeRegister(
            static connection => ((MqttConnection)connection!).Close(MqttReasonCode.UnspecifiedError, abort: true), this);
        var deadline = _runtime.Deadlines.Schedule(
            _runtime.Options.Limits.ConnectTimeout,
            static connection => ((MqttConnection)connection).Close(MqttReasonCode.ServerBusy, abort: true),
            this);
        try
        {
            if (await ConnectAsync(deadline))
            {
                await ReadAsync();
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            // The transport broke: ordinary life on a network.
            _runtime.Log.TransportBroke(Client?.ClientId, error.Message);
        }
#pragma warning disable CA1031 // Ours to mend, but it ends this connection alone.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _runtime.Log.ConnectionFailed(Client?.ClientId, error);
            Close(MqttReasonCode.UnspecifiedError);
        }
        finally
        {
            deadline.Cancel();
            await EndAsync();
        }
    }

    /// <summary>
    /// Ends the connection from any thread: DISCONNECT with the reason to a 5.0 client, then the pipes. Returns at once; the first reason counts.
    /// </summary>
    public void Close(MqttReasonCode code, string? text = null, bool graceful = false, bool abort = false)
    {
        if (Interlocked.CompareExchange(ref _closing, new CloseReason(code, text, graceful, abort), null) is not null)
        {
            return;
        }

        if (!abort && !graceful && Client is not null && Version == MqttProtocolVersion.V5)
        {
            Send(new DisconnectPacket { ReasonCode = code, ReasonString = text });
        }

        // From the pool: whoever waits for these may go on at once, and the caller may hold a lock.
        ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.Wake(), this, preferLocal: false);
    }

    /// <summary>Ends it now, whatever it is doing: nothing is flushed.</summary>
    public void Abort()
    {
        Close(MqttReasonCode.ServerShuttingDown, abort: true);
        Writer.Close();
        Transport.Abort?.Invoke();
    }

    public void Send(MqttPacket packet)
    {
        var turn = Turn.Begin();
        try
        {
            lock (Writer.Sync)
            {
                SendWithLock(packet, turn);
            }
        }
        finally
        {
            turn.End();
        }
    }

    public void SendWithLock(MqttPacket packet, Turn turn)
    {
        var bytes = new ArrayBufferWriter<byte>();
        if (MqttPacketWriter.Write(bytes, packet, Version, MaximumPacketSize))
        {
            Writer.WriteWithLock(bytes.WrittenSpan, turn);
        }
    }

    /// <summary>PUBACK, PUBREC, PUBREL or PUBCOMP: four bytes, or five with a reason (3.4.2.1).</summary>
    public void WriteAckWithLock(MqttPacketType type, ushort packetId, MqttReasonCode reason, Turn turn)
    {
        if (reason >= MqttReasonCode.UnspecifiedError && WantsReasons && Version == MqttProtocolVersion.V5)
        {
            WriteFailedAckWithLock(type, packetId, reason, turn);
            return;
        }

        // PUBREL carries a flag bit of its own [MQTT-3.6.1-1].
        var first = (byte)(((int)type << 4) | (type == MqttPacketType.PubRel ? 2 : 0));
        ReadOnlySpan<byte> bytes = reason == MqttReasonCode.Success || Version == MqttProtocolVersion.V311
            ? [first, 2, (byte)(packetId >> 8), (byte)packetId]
            : [first, 3, (byte)(packetId >> 8), (byte)packetId, (byte)reason];
        Writer.WriteWithLock(bytes, turn);
    }

    private void WriteFailedAckWithLock(MqttPacketType type, ushort packetId, MqttReasonCode reason, Turn turn)
    {
        var bytes = new ArrayBufferWriter<byte>();
        MqttPacketWriter.Write(bytes, new AckPacket(type, packetId, reason, ReasonTexts.Of(reason)), Version, MaximumPacketSize);
        Writer.WriteWithLock(bytes.WrittenSpan, turn);
    }

    /// <summary>The registry found or made the session. CONNACK is the first packet that the client gets [MQTT-3.2.0-1].</summary>
    public void BindWithLock(MqttSession session, MqttClientInfo client, AcceptedConnect accepted, Turn turn)
    {
        var packet = accepted.Packet;
        Session = session;
        Client = client;
        Writer.Sync = session.Sync;
        _keepAlive = client.KeepAlive;
        MaximumPacketSize = (int)Math.Min(packet.MaximumPacketSize ?? int.MaxValue, (uint)accepted.Limits.PacketBytes);
        WantsReasons = packet.RequestProblemInformation;
        _reader.Limits = ClientCodecLimits(accepted.Limits, _runtime.Options.Limits);
        SendWithLock(accepted.ToConnAck(client.SessionPresent), turn);
        _sink = new PublishWriter(
            Writer,
            packet.Version,
            (uint)MaximumPacketSize,
            Math.Min(packet.TopicAliasMaximum, accepted.Limits.TopicAliases),
            _runtime.Time);
        session.Outbox.AttachWithLock(_sink, Math.Min(packet.ReceiveMaximum, accepted.Limits.SendMaximum));
        _dispatcher = new PacketDispatcher(this, _runtime, accepted);
    }

    public void WatchFlush() => _flushWatch.Arm();

    private void Wake()
    {
        if (_closing!.Abort)
        {
            Writer.Close();
            Transport.Abort?.Invoke();
        }

        _pipe.Input.CancelPendingRead();
        _ended.Cancel();
    }

    private static CodecLimits ConnectLimits(BrokerLimits limits) => new()
    {
        MaximumPacketSize = limits.ConnectPacketBytes,
        MaximumUserProperties = limits.UserProperties,
        MaximumUserPropertyBytes = limits.UserPropertyBytes,
    };

    private static CodecLimits ClientCodecLimits(ClientLimits client, BrokerLimits limits) => new()
    {
        MaximumPacketSize = client.PacketBytes,
        MaximumUserProperties = limits.UserProperties,
        MaximumUserPropertyBytes = limits.UserPropertyBytes,
    };

    private async ValueTask<bool> ConnectAsync(Deadline deadline)
    {
        var packet = await ReadConnectAsync();
        if (packet is null)
        {
            return false;
        }

        var (accepted, reason, text) = await ConnectHandshake.DecideAsync(_runtime, packet, Transport, _ended.Token);
        if (IsClosing || !deadline.Cancel())
        {
            return false;
        }

        if (accepted is null)
        {
            Refuse(reason, text);
            return false;
        }

        _isKnown = true;
        _runtime.Admission.Know();
        _lastHeard = _runtime.Time.GetTimestamp();
        _runtime.Sessions.Attach(this, accepted);
        _dispatcher!.StartRate(accepted);
        if (_keepAlive > TimeSpan.Zero)
        {
            WatchKeepAlive(_keepAlive * 1.5);
        }

        return true;
    }

    /// <summary>Null if there was none, or none that we serve; then the answer, if one is due, is written.</summary>
    private async ValueTask<ConnectPacket?> ReadConnectAsync()
    {
        while (true)
        {
            var result = await _pipe.Input.ReadAsync();
            var buffer = result.Buffer;
            var examined = buffer.End;
            try
            {
                if (IsClosing)
                {
                    return null;
                }

                if (TryReadConnect(ref buffer, out var packet, out var isOver))
                {
                    examined = buffer.Start;
                    return packet;
                }

                if (isOver || result.IsCompleted)
                {
                    return null;
                }
            }
            finally
            {
                _pipe.Input.AdvanceTo(buffer.Start, examined);
            }
        }
    }

    private bool TryReadConnect(ref ReadOnlySequence<byte> buffer, out ConnectPacket? packet, out bool isOver)
    {
        packet = null;
        var available = buffer.Length;
        isOver = true;
        if (!_reader.TryRead(ref buffer, out var frame, out var fault))
        {
            isOver = fault is not null;
            return false;
        }

        BytesRead += available - buffer.Length;
        if (frame.TryReadConnect(out packet, out var version, out fault))
        {
            _reader.Version = version;
            return true;
        }

        if (version != MqttProtocolVersion.Unknown)
        {
            _reader.Version = version;
            Refuse(fault.Code, fault.Reason);
        }

        return false;
    }

    private void Refuse(MqttReasonCode reason, string? text)
    {
        _runtime.Metrics.Refused(reason);
        _runtime.Log.Refused(Transport.Remote, reason, text);
        Send(new ConnAckPacket { ReasonCode = reason, ReasonString = text });
        Close(reason, text);
    }

    /// <summary>One loop: read, dispatch all there is, advance. What comes out is flushed once, when the turn ends.</summary>
    private async Task ReadAsync()
    {
        var dispatcher = _dispatcher!;
        while (true)
        {
            var result = await _pipe.Input.ReadAsync();
            if (IsClosing)
            {
                return;
            }

            _lastHeard = _runtime.Time.GetTimestamp();
            var pause = Dispatch(dispatcher, result.Buffer);
            if (IsClosing || (result.IsCompleted && pause == TimeSpan.Zero))
            {
                return;
            }

            if (pause > TimeSpan.Zero)
            {
                _runtime.Metrics.Paused();

                // What it says meanwhile isn't read, so its keep-alive only starts after the pause.
                Volatile.Write(ref _lastHeard, _lastHeard + (long)(pause.TotalSeconds * _runtime.Time.TimestampFrequency));
                await Task.Delay(pause, _runtime.Time, _ended.Token);
            }

            await WaitUntilMayReadAsync(dispatcher);
        }
    }

    /// <summary>How long reading must pause.</summary>
    private TimeSpan Dispatch(PacketDispatcher dispatcher, ReadOnlySequence<byte> buffer)
    {
        var available = buffer.Length;
        var examined = buffer.End;
        var turn = Turn.Begin();
        try
        {
            MqttFault? fault;
            while (_reader.TryRead(ref buffer, out var frame, out fault))
            {
                dispatcher.Dispatch(in frame, turn);
                if (IsClosing)
                {
                    return TimeSpan.Zero;
                }

                if (dispatcher.MustPause(out var pause))
                {
                    examined = buffer.Start;
                    return pause;
                }
            }

            if (fault is not null)
            {
                Fail(fault);
            }

            return TimeSpan.Zero;
        }
        finally
        {
            BytesRead += available - buffer.Length;
            _reader.Release();
            _pipe.Input.AdvanceTo(buffer.Start, examined);
            turn.End();
        }
    }

    public void Fail(MqttFault fault)
    {
        _runtime.Log.ProtocolFault(Client?.ClientId, fault.Code, fault.Clause, fault.Reason);
        Close(fault.Code, fault.Reason);
    }

    private async ValueTask WaitUntilMayReadAsync(PacketDispatcher dispatcher)
    {
        if (Writer.Backlog > BacklogPausesReading)
        {
            await Writer.WhenDrained().WaitAsync(_ended.Token);
        }

        if (dispatcher.Acks.MustWait)
        {
            await dispatcher.Acks.WhenRoom().WaitAsync(_ended.Token);
        }
    }

    private void WatchKeepAlive(TimeSpan after) =>
        _keepAliveDeadline = _runtime.Deadlines.Schedule(after, static connection => ((MqttConnection)connection).CheckKeepAlive(), this);

    /// <summary>Nothing for one and a half times the keep-alive: gone [MQTT-3.1.2-22].</summary>
    private void CheckKeepAlive()
    {
        if (IsClosing)
        {
            return;
        }

        var left = (_keepAlive * 1.5) - _runtime.Time.GetElapsedTime(Volatile.Read(ref _lastHeard));
        if (left > TimeSpan.Zero)
        {
            WatchKeepAlive(left);
            return;
        }

        Close(MqttReasonCode.KeepAliveTimeout, "Nothing was heard for one and a half times the keep-alive.");
    }

    private async Task EndAsync()
    {
        _keepAliveDeadline?.Cancel();
        Close(MqttReasonCode.UnspecifiedError, graceful: true);
        var reason = _closing!;
        if (Session is not null)
        {
            var byClient = reason is { Graceful: true, Code: MqttReasonCode.Success };
            _runtime.Sessions.Detach(this, reason.Code, byClient);
            _dispatcher!.End();
            _runtime.Log.Ended(Client!.ClientId, reason.Code, reason.Text);
        }

        _runtime.Admission.Leave(Transport.Remote, isStranger: !_isKnown);
        _runtime.Metrics.Closed(this);
        await CompleteAsync(reason);
    }

    private async Task CompleteAsync(CloseReason reason)
    {
        if (!reason.Abort)
        {
            var patience = _runtime.Deadlines.Schedule(
                Farewell,
                static connection => ((MqttConnection)connection).Writer.Close(),
                this);
            await Writer.FlushAllAsync();
            if (!patience.Cancel())
            {
                Transport.Abort?.Invoke();
            }
        }

        Writer.Close();
        _reader.Release();
        await CompleteAsync(_pipe.Output);
        await CompleteAsync(_pipe.Input);
    }

    private static async ValueTask CompleteAsync(PipeWriter output)
    {
        try
        {
            await output.CompleteAsync();
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or OperationCanceledException)
        {
            // Already broken; there is nobody left to tell.
        }
    }

    private static async ValueTask CompleteAsync(PipeReader input)
    {
        try
        {
            await input.CompleteAsync();
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or OperationCanceledException)
        {
            // As above.
        }
    }
}
