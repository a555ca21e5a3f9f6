using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
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
    // Stands in for those that nobody waited for.
    private static readonly TaskCompletionSource Over = MakeOver();

    // What a peer that is being disconnected gets to take the last bytes.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    // Answers that may wait for a client that doesn't read them, before we stop reading from it.
    private const int BacklogPausesReading = 16 * 1024;

    private readonly BrokerRuntime _runtime;
    private readonly IDuplexPipe _pipe;
    private readonly TransportHooks _transport;
    private readonly MqttPacketReader _reader;
    private readonly CancellationTokenSource _ended = new();
    private readonly KeepAliveWatch _keepAlive;
    private FlushWatch? _flushWatch;
    private PublishWriter? _sink;
    private MqttClientInfo? _client;
    private CloseReason? _closing;
    private TaskCompletionSource? _whenEnded;
    private bool _isKnown;

    public MqttConnection(BrokerRuntime runtime, IDuplexPipe pipe, MqttTransport transport)
    {
        _runtime = runtime;
        _pipe = pipe;
        Transport = transport.Description();
        _transport = new TransportHooks(transport);
        _reader = new MqttPacketReader(MqttEnd.Client, runtime.Options.Limits.ToCodec(runtime.Options.Limits.ConnectPacketBytes, filters: 0));
        Writer = new ConnectionWriter(pipe.Output, this, new Lock());
        Packets = new PacketSender(Writer);
        _keepAlive = new KeepAliveWatch(this, runtime);
    }

    public MqttTransport Transport { get; }

    public ConnectionWriter Writer { get; }

    public PacketSender Packets { get; }

    /// <summary>Null until the CONNECT was accepted, as are the next two.</summary>
    public MqttSession? Session { get; private set; }

    public MqttClientInfo? Client => Volatile.Read(ref _client);

    public PacketDispatcher? Dispatcher { get; private set; }

    public long BytesRead { get; private set; }

    public long MessagesSent => _sink?.Sent ?? 0;

    /// <summary>Ends when the connection begins to close.</summary>
    public CancellationToken Ended => _ended.Token;

    public bool IsClosing => Volatile.Read(ref _closing) is not null;

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
                await ReadAsync(Dispatcher!);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or InvalidOperationException or SocketException)
        {
            // The transport broke: ordinary life on a network.
            _runtime.Log.TransportBroke(Client?.ClientId, error.Message);
        }
#pragma warning disable CA1031 // Ours to mend, but it ends this connection alone.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Report(error);
            Close(MqttReasonCode.UnspecifiedError);
        }
        finally
        {
            deadline.Cancel();
            try
            {
                // The end is told to others, who may take their time: not on the thread that read the last bytes.
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                await EndAsync();
            }
            finally
            {
                _transport.LetGo();
                _runtime.Connections.Remove(this);
                Interlocked.CompareExchange(ref _whenEnded, Over, null)?.TrySetResult();
            }
        }
    }

    /// <summary>
    /// Ends the connection from any thread: DISCONNECT with the reason to a 5.0 client, then the pipes. Returns at once; the first
    /// reason counts.
    /// </summary>
    public void Close(MqttReasonCode code, string? text = null, bool graceful = false, bool abort = false, DisconnectPacket? farewell = null)
    {
        if (Interlocked.CompareExchange(ref _closing, new CloseReason(code, text, graceful, abort), null) is not null)
        {
            return;
        }

        if (!abort && !graceful && Client is not null && Packets.Version == MqttProtocolVersion.V5)
        {
            Packets.Send(farewell ?? new DisconnectPacket { ReasonCode = code, ReasonString = text });
        }

        // From the pool: whoever waits for these may go on at once, and the caller may hold a lock.
        ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.Wake(), this, preferLocal: false);
    }

    /// <summary>Ends when everything of this connection has ended.</summary>
    public Task WhenEnded()
    {
        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _whenEnded, made, null) ?? made).Task;
    }

    /// <summary>Ends it now, whatever it is doing: nothing is flushed.</summary>
    public void Abort()
    {
        Close(MqttReasonCode.ServerShuttingDown, abort: true);
        Writer.Close();
        _transport.Abort();
    }

    /// <summary>Something failed that a peer can't cause.</summary>
    public void Report(Exception error) => _runtime.Log.ConnectionFailed(Client?.ClientId, error);

    public void Fail(MqttFault fault)
    {
        _runtime.Log.ProtocolFault(Client?.ClientId, fault.Code, fault.Clause, fault.Reason);
        Close(fault.Code, fault.Reason);
    }

    /// <summary>CONNACK with a reason, and the end.</summary>
    public void Refuse(MqttReasonCode reason, string? text, string? serverReference = null)
    {
        _runtime.Metrics.Refused(reason);
        _runtime.Log.Refused(Transport.Remote, reason, text);
        Packets.Send(new ConnAckPacket { ReasonCode = reason, ReasonString = text, ServerReference = serverReference });
        Close(reason, text);
    }

    /// <summary>The registry found or made the session. CONNACK is the first packet that the client gets [MQTT-3.2.0-1].</summary>
    public void BindWithLock(MqttSession session, MqttClientInfo client, AcceptedConnect accepted, Turn turn)
    {
        var packet = accepted.Packet;
        Writer.Sync = session.Sync;
        _reader.Limits = _runtime.Options.Limits.ToCodec(accepted.Limits.PacketBytes, accepted.Limits.Subscriptions);
        Packets.WantsReasons = packet.RequestProblemInformation;
        Packets.SendWithLock(accepted.ToConnAck(client.SessionPresent), turn);

        // From here on others may send DISCONNECT: with the session's lock, and after CONNACK.
        Session = session;
        Volatile.Write(ref _client, client);
        _sink = new PublishWriter(
            Writer,
            packet.Version,
            (uint)Packets.MaximumPacketSize,
            Math.Min(packet.TopicAliasMaximum, accepted.Limits.TopicAliases),
            _runtime.Time);
        session.Outbox.AttachWithLock(_sink, Math.Min(packet.ReceiveMaximum, accepted.Limits.SendMaximum), turn);
        Dispatcher = new PacketDispatcher(this, _runtime, accepted);
    }

    /// <summary>A flush has to wait. There is one flush at a time, and most clients never make one wait.</summary>
    public void WatchFlush() => (_flushWatch ??= new FlushWatch(this, _runtime)).Arm();

    private static TaskCompletionSource MakeOver()
    {
        var over = new TaskCompletionSource();
        over.SetResult();
        return over;
    }

    private void Wake()
    {
        try
        {
            if (_closing!.Abort)
            {
                Writer.Close();
                _transport.Abort();
            }

            _pipe.Input.CancelPendingRead();
            _ended.Cancel();
        }
#pragma warning disable CA1031 // A transport's or an authenticator's own, on a thread of nobody: it must not take the process with it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Report(error);
        }
        finally
        {
            _closing!.Woken.SetResult();
        }
    }

    private async ValueTask<bool> ConnectAsync(Deadline deadline)
    {
        var reader = new ConnectReader(this, _pipe.Input, _reader);
        if (await reader.ReadAsync() is not { } packet)
        {
            return false;
        }

        // A refusal, too, leaves its reason string out where that would make it too large for the client [MQTT-3.2.2-19].
        Packets.MaximumPacketSize = (int)Math.Min(packet.MaximumPacketSize ?? int.MaxValue, int.MaxValue);
        var (accepted, answer) = await ConnectHandshake.DecideAsync(_runtime, packet, reader, Transport, _ended.Token);
        BytesRead = reader.Bytes;
        if (IsClosing || !deadline.Cancel())
        {
            return false;
        }

        if (accepted is null)
        {
            Refuse(answer.Reason, answer.ReasonString, answer.ServerReference);
            return false;
        }

        // Nothing may be sent before CONNACK [MQTT-3.2.0-1]: a client that can't take ours can't be served.
        if (packet.MaximumPacketSize is not null && !Packets.Fits(accepted.ToConnAck(sessionPresent: false)))
        {
            Refuse(MqttReasonCode.PacketTooLarge, "The client takes no packet as large as CONNACK.");
            return false;
        }

        _isKnown = true;
        _runtime.Admission.Know();
        _keepAlive.Start(accepted.KeepAlive); // From before CONNACK: the client counts from when it comes.
        _runtime.Sessions.Attach(this, accepted);
        Dispatcher!.StartRate(accepted);
        _transport.Accept();
        return true;
    }

    /// <summary>One loop: read, dispatch all there is, advance. What comes out is flushed once, when the turn ends.</summary>
    private async Task ReadAsync(PacketDispatcher dispatcher)
    {
        while (true)
        {
            var result = await _pipe.Input.ReadAsync();
            if (IsClosing)
            {
                _pipe.Input.AdvanceTo(result.Buffer.Start);
                return;
            }

            _keepAlive.Hear();
            var pause = Dispatch(dispatcher, result.Buffer);
            if (IsClosing || (result.IsCompleted && pause == TimeSpan.Zero))
            {
                return;
            }

            if (pause > TimeSpan.Zero || Writer.Backlog > BacklogPausesReading || dispatcher.Acks.MustWait)
            {
                await WaitAsync(dispatcher, pause);
            }
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
            try
            {
                BytesRead += available - buffer.Length;
                _reader.Release();
                _pipe.Input.AdvanceTo(buffer.Start, examined);
            }
            finally
            {
                // Whatever a transport throws: a turn that never ends would keep from its receivers all that this thread ever writes.
                turn.End();
            }
        }
    }

    /// <summary>A client over its rate, one that doesn't read our answers, a 3.1.1 client with too much unacknowledged.</summary>
    private async Task WaitAsync(PacketDispatcher dispatcher, TimeSpan pause)
    {
        if (pause > TimeSpan.Zero)
        {
            _runtime.Metrics.Paused();
            _keepAlive.Excuse(pause);
            await Task.Delay(pause, _runtime.Time, _ended.Token);
        }

        await Writer.WhenBacklogIsBelow(BacklogPausesReading).WaitAsync(_ended.Token);
        await dispatcher.Acks.WhenRoom().WaitAsync(_ended.Token);
    }

    private async Task EndAsync()
    {
        _keepAlive.Stop();
        Close(MqttReasonCode.UnspecifiedError, graceful: true);
        var reason = _closing!;
        if (Session is not null)
        {
            var byClient = reason is { Graceful: true, Code: MqttReasonCode.Success };
            _runtime.Sessions.Detach(this, reason.Code, byClient);
            Dispatcher!.End();
            _runtime.Log.Ended(Client!.ClientId, reason.Code, reason.Text);
        }

        _runtime.Admission.Leave(Transport.Remote, isStranger: !_isKnown);
        _runtime.Metrics.Closed(this);
        if (!reason.Abort)
        {
            await SayFarewellAsync();
        }

        await reason.Woken.Task;
        await Writer.CloseAsync();
        _flushWatch?.Stop(); // Now that no flush can begin to wait.
        _reader.Release();
        if (reason is { Abort: false, Graceful: false })
        {
            await _transport.LingerAsync();
        }

        await PipeCompletion.CompleteAsync(_pipe);
    }

    private async Task SayFarewellAsync()
    {
        var patience = _runtime.Deadlines.Schedule(Farewell, static connection => ((MqttConnection)connection).Writer.Close(), this);
        await Writer.FlushAllAsync();
        if (!patience.Cancel())
        {
            _transport.Abort();
        }
    }
}
