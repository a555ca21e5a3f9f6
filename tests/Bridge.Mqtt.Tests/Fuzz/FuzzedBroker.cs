using System.Buffers;
using System.IO.Pipelines;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Tests.Broker;
using Bridge.Mqtt.Tests.Codec;

namespace Bridge.Mqtt.Tests.Fuzz;

/// <summary>A real broker that gets sequences over pipes in memory, where everything runs on the caller's thread as far as it can.</summary>
internal sealed class FuzzedBroker : IAsyncDisposable
{
    private static readonly PipeOptions Inline =
        new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false);

    private readonly TestClock _clock = new();
    private readonly ErrorLog _log = new();
    private readonly MqttBroker _broker;

    public FuzzedBroker()
    {
        var limits = new BrokerLimits { NewConnectionsPerSecond = 1_000_000, RetainedMessages = 100, OfflineSessions = 100 };
        _broker = new MqttBroker(
            new MqttBrokerOptions { Limits = limits, SystemTopicInterval = TimeSpan.Zero },
            new MqttBrokerServices { Authenticator = new TestAuthenticator(), Authorizer = new TestAuthorizer(), Time = _clock, Loggers = _log });
    }

    /// <summary>Clients that are connected now.</summary>
    public int Clients => _broker.Clients.Count;

    /// <summary>
    /// Serves one client from its first byte to its last, in up to three pieces. Returns the bytes of the answer; throws where the broker does not let go,
    /// logs an error, or answers with something that is not MQTT.
    /// </summary>
    public byte[] Serve(ReadOnlyMemory<byte> sequence, int pieces, MqttProtocolVersion version)
    {
        var up = new Pipe(Inline);
        var down = new Pipe(Inline);
        var served = _broker.ServeAsync(new End(up.Reader, down.Writer), new MqttTransport());
        for (var piece = 0; piece < pieces; piece++)
        {
            var from = sequence.Length * piece / pieces;
            var write = up.Writer.WriteAsync(sequence[from..(sequence.Length * (piece + 1) / pieces)]);
            Assert.True(write.IsCompleted);
        }

        up.Writer.Complete();
        if (!served.Wait(TestClient.Patience))
        {
            Assert.Fail("the broker does not let go of the connection");
        }

        Assert.Null(_log.First);
        var answer = Drain(down.Reader);
        var other = version == MqttProtocolVersion.V5 ? MqttProtocolVersion.V311 : MqttProtocolVersion.V5;
        Assert.True(IsMqtt(answer, version) || IsMqtt(answer, other), $"not MQTT: {Convert.ToHexString(answer)}");
        return answer;
    }

    /// <summary>Lets time pass: sessions, wills and messages expire.</summary>
    public void Pass(TimeSpan time) => _clock.Advance(time);

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    private static byte[] Drain(PipeReader reader)
    {
        reader.TryRead(out var read);
        var bytes = read.Buffer.ToArray();
        reader.Complete();
        return bytes;
    }

    // Nothing, or a CONNACK and whole packets after it.
    private static bool IsMqtt(byte[] answer, MqttProtocolVersion version)
    {
        var reader = new MqttPacketReader(MqttEnd.Server, CodecLimits.None) { Version = version };
        var input = new ReadOnlySequence<byte>(answer);
        while (!input.IsEmpty)
        {
            var isFirst = input.Length == answer.Length;
            if (WholePacket.Read(reader, ref input, out _) is not { } packet || packet is ConnAckPacket != isFirst)
            {
                return false;
            }
        }

        return true;
    }

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
