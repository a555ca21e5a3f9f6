using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Bridge.Faults.Devices;

/// <summary>
/// A phone that logs 100 lines a second, ten to a message, and does with them what the script does: keeps them until they are
/// acknowledged, and sends them again, in order, over the next connection.
/// </summary>
/// <param name="paired">The phone.</param>
/// <param name="relay">The relay's device listener.</param>
/// <param name="port">A proxy's port, to go through it.</param>
/// <param name="load">What it logs.</param>
/// <param name="packets">Counts each batch that is sent, and each that is acknowledged.</param>
internal sealed class LoggingDevice(PairedDevice paired, Uri relay, int? port, Load load, Tally packets)
{
    public const int LinesPerBatch = 10;

    /// <summary>Lines logged and not acknowledged, beyond which a device that logs without end waits: the relay is what is measured then.</summary>
    private const int MaximumOutbox = 20_000;

    /// <summary>Batches on the way at once; the relay's receive maximum is 64.</summary>
    public const int Window = 16;

    /// <summary>How long a batch may go unacknowledged before the connection counts as dead. The script's ping does the same, sooner: its machine isn't the relay's.</summary>
    private static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(20);

    private readonly List<double> _latencies = [];
    private string _clientId = "";
    private long _logged;
    private ushort _lastId;

    public string Name => paired.Name;

    private string Page => paired.Page;

    private Load Load => load;

    private Tally Packets => packets;

    /// <summary>Lines that the relay said it has, all from 0 on.</summary>
    public long Acknowledged { get; private set; }

    public long Connections { get; private set; }

    /// <summary>The reason of the last DISCONNECT; null where none came.</summary>
    public byte? DisconnectReason { get; private set; }

    public long Refused { get; private set; }

    /// <summary>Milliseconds from sending a batch to its acknowledgement.</summary>
    public IReadOnlyList<double> Latencies => _latencies;

    /// <summary>When the last acknowledgement came, a Stopwatch's timestamp.</summary>
    public long AcknowledgedAt { get; private set; }

    public static string Line(long number) => $$"""{"t":{{number}}.5,"level":"log","method":"log","args":[{"type":"string","value":"line {{number}} of a page that logs what it does"}]}""";

    /// <summary>Logs until told to stop, whatever becomes of the relay.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var socket = await paired.ConnectAsync(relay, port, stop);
                await new Connection(this, socket).RunAsync(stop);
            }
            catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException or SocketException or OperationCanceledException or TimeoutException)
            {
                // The relay is away. Full jitter, shorter than a phone's, so that a test sees more of it.
            }

            await Pace.BeforeReconnectingAsync(TimeSpan.FromMilliseconds(300), stop);
        }
    }

    private byte[] Batch(long seq) => Encoding.UTF8.GetBytes(
        $$"""{"page":"{{Page}}","seq":{{seq}},"origin":1772366400000.5,"items":[{{string.Join(',', Enumerable.Range(0, LinesPerBatch).Select(i => Line(seq + i)))}}]}""");

    private sealed class Connection(LoggingDevice device, WebSocket socket)
    {
        private readonly string _topic = $"bridge/v1/main/{device.Name}/up/{device.Load.Feed}";
        private readonly Queue<(ushort Id, long SentAt)> _waiting = new();
        private readonly List<byte> _received = [];
        private readonly byte[] _buffer = new byte[4096];
        private Task<ValueWebSocketReceiveResult>? _receiving;
        private long _sent;

        public async Task RunAsync(CancellationToken stop)
        {
            await SendAsync(MqttBytes.Connect(device._clientId, device._clientId.Length == 0, device.Page));
            var (type, body) = await FirstAsync();
            if (type != MqttBytes.ConnAck || body[1] != 0)
            {
                throw new IOException($"CONNECT was answered by {type:x2} {(body.Length > 1 ? body[1] : 0):x2}.");
            }

            device._clientId = MqttBytes.AssignedClientId(body) ?? device._clientId;
            device.Connections++;
            _sent = device.Acknowledged; // Again from the first that is not acknowledged.
            await Pace.BeforeTheFirstBeatAsync(device.Load.Beat, stop);
            using var beat = new PeriodicTimer(device.Load.Beat);
            var tick = beat.WaitForNextTickAsync(CancellationToken.None).AsTask();
            while (!stop.IsCancellationRequested)
            {
                if (tick.IsCompleted)
                {
                    device._logged = Math.Max(device._logged, Math.Min(device._logged + LinesPerBatch, device.Acknowledged + MaximumOutbox));
                    tick = beat.WaitForNextTickAsync(CancellationToken.None).AsTask();
                }

                while (_sent < device._logged && _waiting.Count < Window)
                {
                    await PublishAsync();
                }

                if (await PacketOrAsync(tick) is { } packet)
                {
                    Take(packet.Type, packet.Body);
                }
                else if (_waiting.TryPeek(out var oldest) && Stopwatch.GetElapsedTime(oldest.SentAt) > DeadAfter)
                {
                    throw new TimeoutException("The relay went silent.");
                }
            }
        }

        private async Task PublishAsync()
        {
            device._lastId = (ushort)((device._lastId % 60_000) + 1); // Goes on over connections: an acknowledgement can only mean one message.
            _waiting.Enqueue((device._lastId, Stopwatch.GetTimestamp()));
            try
            {
                await SendAsync(MqttBytes.Publish(_topic, device._lastId, device.Batch(_sent)));
            }
            catch (Exception e) when (e is WebSocketException or IOException)
            {
                await TakeRestAsync();
                throw;
            }

            _sent += LinesPerBatch;
            device.Packets.Count();
        }

        /// <summary>
        /// What had come before the relay went: a phone that is told late that it may not send any more hears the last words all the same, as a
        /// browser hands a page every message before the end.
        /// </summary>
        private async Task TakeRestAsync()
        {
            using var silence = new PeriodicTimer(DeadAfter);
            var late = silence.WaitForNextTickAsync(CancellationToken.None).AsTask();
            while (await PacketOrAsync(late) is { } packet)
            {
                Take(packet.Type, packet.Body);
            }
        }

        private void Take(byte type, byte[] body)
        {
            if (type == MqttBytes.Disconnect)
            {
                device.DisconnectReason = body.Length > 0 ? body[0] : (byte)0;
                throw new IOException("The relay said goodbye.");
            }

            if (type != MqttBytes.PubAck)
            {
                return;
            }

            if (MqttBytes.UInt16(body, 0) is var id && body.Length > 2 && body[2] >= 0x80)
            {
                device.Refused++;
                throw new IOException($"Refused: {body[2]:x2}."); // Kept, and sent again over the next connection, after a while.
            }

            if (!_waiting.TryPeek(out var first) || first.Id != id)
            {
                throw new InvalidOperationException($"{device.Name} was acknowledged {id}, and waits for {first.Id}.");
            }

            _waiting.Dequeue();
            device._latencies.Add(Stopwatch.GetElapsedTime(first.SentAt).TotalMilliseconds);
            device.Acknowledged += LinesPerBatch;
            device.AcknowledgedAt = Stopwatch.GetTimestamp();
            device.Packets.Count();
        }

        private Task SendAsync(byte[] packet) => socket.SendAsync(packet, WebSocketMessageType.Binary, true, CancellationToken.None).WaitAsync(DeadAfter);

        /// <summary>The next packet; null where the other task ended first.</summary>
        private async Task<(byte Type, byte[] Body)?> PacketOrAsync(Task other)
        {
            while (true)
            {
                if (MqttBytes.TryTake(_received, out var type, out var body))
                {
                    return (type, body);
                }

                _receiving ??= socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None).AsTask();
                if (await Task.WhenAny(_receiving, other) == other && !_receiving.IsCompleted)
                {
                    return null;
                }

                var result = await _receiving;
                _receiving = null;
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    throw new IOException("The relay closed the WebSocket.");
                }

                _received.AddRange(_buffer.AsSpan(0, result.Count));
            }
        }

        /// <summary>The first packet, which has to come before the relay counts as silent.</summary>
        private async Task<(byte Type, byte[] Body)> FirstAsync()
        {
            using var silence = new PeriodicTimer(DeadAfter);
            return await PacketOrAsync(silence.WaitForNextTickAsync(CancellationToken.None).AsTask()) ?? throw new TimeoutException("The relay did not answer.");
        }
    }
}
