using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Bridge.Cli.Tests.Running;

/// <summary>What two clients send a relay one right after the other, byte by byte: several conformance suites do so without waiting for SUBACK.</summary>
public sealed class ArrivalOrderTests : IDisposable
{
    private const int Rounds = 200;

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-order-").FullName;

    [Fact]
    public async Task Message_SentAfterAnothersSubscribe_DoesNotOvertakeIt()
    {
        await using var relay = BridgeProcess.Start(_folder, [
            "relay", "--local", "--no-tls", "--mqtt-open", "--json", "--data", Path.Combine(_folder, "data"), "--device-port", "0", "--console-port", "0", "--mqtt-port", "0"]);
        var address = new Uri(JsonElement.Parse(await relay.LineAsync("ready")).GetProperty("mqtt").GetString()!);
        using var publisher = Connect(address, "p");
        using var subscriber = Connect(address, "s");

        for (var round = 0; round < Rounds; round++)
        {
            // Once the second answer is there, the relay waits for both: nothing of the round before is still being read.
            Ping(publisher);
            Ping(subscriber);
            var topic = Text($"order/{round}");
            subscriber.Send(Packet(0x82, [0, 1, 0, .. topic, 0]));
            publisher.Send(Packet(0x32, [.. topic, 0, 1, 0, (byte)'x']));

            Assert.Equal([0x40, 2, 0, 1], Read(publisher)); // With nobody to get it, PUBACK would say 0x10.
            Assert.Equal([0x90, 4, 0, 1, 0, 0], Read(subscriber));
            Assert.Equal(Packet(0x30, [.. topic, 0, (byte)'x']), Read(subscriber));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Socket Connect(Uri address, string client)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
        socket.Connect(address.Host, address.Port);
        socket.Send(Packet(0x10, [.. Text("MQTT"), 5, 2, 0, 0, 0, .. Text(client)]));
        Assert.Equal(0x20, Read(socket)[0]);
        return socket;
    }

    private static void Ping(Socket socket)
    {
        socket.Send([0xC0, 0]);
        Assert.Equal([0xD0, 0], Read(socket));
    }

    private static byte[] Text(string text) => [0, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Packet(byte type, byte[] body) => [type, (byte)body.Length, .. body];

    /// <summary>One packet, whose length fits a byte.</summary>
    private static byte[] Read(Socket socket)
    {
        var head = Exactly(socket, 2);
        return [.. head, .. Exactly(socket, head[1])];
    }

    private static byte[] Exactly(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var got = socket.Receive(bytes.AsSpan(have));
            Assert.NotEqual(0, got);
            have += got;
        }

        return bytes;
    }
}
