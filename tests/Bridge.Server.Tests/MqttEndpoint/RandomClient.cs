using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Numerics;
using System.Text;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Server.Tests.MqttEndpoint;

/// <summary>
/// A client of a kind that the dice choose: transport, version, session, will, subscriptions, messages. It says all it has to say in pieces, and is gone at
/// some byte of it: by a reset, by closing, by closing one half, or by saying and reading nothing any more.
/// </summary>
internal sealed class RandomClient(EndpointHost host, ConcurrentQueue<Socket> sleeping, int seed)
{
    private readonly Random _dice = new(seed);
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public async Task RunAsync()
    {
        var (port, isWebSocket, isSecure) = _dice.Next(3) switch
        {
            0 => (host.Mqtt, false, false),
            1 => (host.Http, true, false),
            _ => (host.Https, true, true),
        };
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = _dice.Next(3) == 0 ? 4096 : 65_536 };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            var below = new NetworkStream(socket, ownsSocket: false);
            var tls = isSecure ? new SslStream(below, leaveInnerStreamOpen: true, (_, certificate, _, _) => host.IsOwn(certificate)) : null;
            await (tls?.AuthenticateAsClientAsync("localhost") ?? Task.CompletedTask);
            var stream = (Stream?)tls ?? below;
            var reading = ReadAsync(stream, isWilling: _dice.Next(4) > 0);
            await SpeakAsync(stream, isWebSocket);
            await LeaveAsync(socket, reading);
        }
        catch (Exception e) when (e is IOException or SocketException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
        {
            // Cut, as it may be: another took its client id, or it broke a rule.
            socket.Dispose();
        }
    }

    /// <summary>A payload that says whether it is whole.</summary>
    public static byte[] Payload(Random dice)
    {
        var payload = new byte[4 + dice.Next(dice.Next(4) == 0 ? 5000 : 200)];
        dice.NextBytes(payload.AsSpan(4));
        BinaryPrimitives.WriteUInt32LittleEndian(payload, Sum(payload.AsSpan(4)));
        return payload;
    }

    public static bool IsWhole(ReadOnlySpan<byte> payload) =>
        payload.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(payload) == Sum(payload[4..]);

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 1u;
        foreach (var value in bytes)
        {
            sum = BitOperations.Crc32C(sum, value);
        }

        return sum;
    }

    private async Task SpeakAsync(Stream stream, bool isWebSocket)
    {
        Compose();
        var bytes = isWebSocket ? Framed(_bytes.WrittenSpan.ToArray()) : _bytes.WrittenSpan.ToArray();
        var end = _dice.Next(5) == 0 ? bytes.Length : _dice.Next(bytes.Length);
        for (var start = 0; start < end;)
        {
            var length = Math.Min(end - start, 1 + _dice.Next(_dice.Next(3) == 0 ? 10 : 3000));
            await stream.WriteAsync(bytes.AsMemory(start, length));
            start += length;
            if (_dice.Next(4) == 0)
            {
                await Task.Yield();
            }
        }
    }

    private async Task LeaveAsync(Socket socket, Task reading)
    {
        switch (_dice.Next(4))
        {
            case 0:
                socket.Close(0);
                break;
            case 1:
                socket.Shutdown(SocketShutdown.Send);
                await reading.WaitAsync(TimeSpan.FromSeconds(60));
                break;
            case 2:
                // Stopped: neither reads nor writes, as a phone that sleeps, until others do.
                sleeping.Enqueue(socket);
                if (sleeping.Count > 10 && sleeping.TryDequeue(out var woken))
                {
                    woken.Close(0);
                }

                return;
        }

        socket.Dispose();
    }

    private static async Task ReadAsync(Stream stream, bool isWilling)
    {
        var buffer = new byte[4096];
        try
        {
            while (isWilling && await stream.ReadAsync(buffer) > 0)
            {
                // Whatever it is.
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or NotSupportedException or InvalidOperationException)
        {
            // The end.
        }
    }

    private void Compose()
    {
        var version = _dice.Next(2) == 0 ? MqttProtocolVersion.V5 : MqttProtocolVersion.V311;
        List<MqttPacket> packets = [Connect(version), Subscribe("s/#"), Subscribe("$share/g/s/#")];
        packets.AddRange(Enumerable.Range(0, _dice.Next(60)).Select(_ => Publish()));
        if (_dice.Next(3) == 0)
        {
            packets.Add(new DisconnectPacket());
        }

        packets.ForEach(packet => MqttPacketWriter.Write(_bytes, packet, version));
    }

    private ConnectPacket Connect(MqttProtocolVersion version) => new()
    {
        Version = version,
        ClientId = $"c{_dice.Next(30)}",
        CleanStart = _dice.Next(2) == 0,
        SessionExpiryInterval = version == MqttProtocolVersion.V5 ? (uint)_dice.Next(3) : 0,
        KeepAlive = 60,
        Will = _dice.Next(2) == 0 ? null : new() { Topic = "s/will", Payload = Payload(_dice), QoS = (MqttQoS)_dice.Next(3), Retain = _dice.Next(2) == 0 },
    };

    private SubscribePacket Subscribe(string filter) => new() { PacketId = 9, Subscriptions = [new(filter, (MqttQoS)_dice.Next(3))] };

    private PublishPacket Publish()
    {
        var qos = (MqttQoS)_dice.Next(3);
        return new()
        {
            Topic = $"s/{_dice.Next(40)}",
            Payload = Payload(_dice),
            QoS = qos,
            PacketId = qos == MqttQoS.AtMostOnce ? (ushort)0 : (ushort)(1 + _dice.Next(50)),
            Retain = _dice.Next(4) == 0,
        };
    }

    private byte[] Framed(byte[] stream)
    {
        var framed = new MemoryStream();
        framed.Write(Encoding.ASCII.GetBytes(RawClient.Upgrade));
        for (var start = 0; start < stream.Length;)
        {
            if (_dice.Next(5) == 0)
            {
                framed.Write([0x89, 0x80, 0, 0, 0, 0]);
            }

            var length = Math.Min(stream.Length - start, 1 + _dice.Next(2000));
            framed.Write([0x82, 0x80 | 126, (byte)(length >> 8), (byte)length, 0, 0, 0, 0]);
            framed.Write(stream, start, length);
            start += length;
        }

        return framed.ToArray();
    }
}
