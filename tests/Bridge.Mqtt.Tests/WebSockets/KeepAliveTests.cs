using System.Buffers;
using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>Our pings: every 20 s, and 20 s for an answer.</summary>
public sealed class KeepAliveTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Ping_IsSentAfterTheIntervalAndNotBefore()
    {
        using var peer = Connect();
        _time.Advance(TimeSpan.FromSeconds(20) - Tick);
        Assert.False(peer.HasOutput());
        _time.Advance(Tick);
        var ping = await peer.NextFrameAsync();
        Assert.Equal((TestFrame.Ping, 0), (ping.Opcode, ping.Payload.Length));
    }

    [Fact]
    public async Task Ping_DueAsSoonAsItsTimerIsMade_IsSent()
    {
        using var peer = new RawPeer(new() { Time = new HeldUpTime() });
        Assert.Equal(TestFrame.Ping, (await peer.NextFrameAsync()).Opcode);
    }

    [Fact]
    public async Task Peer_ThatDoesNotAnswer_IsGivenUpAfterTheTimeoutAndNotBefore()
    {
        using var peer = Connect();
        var reading = peer.ReadToEndAsync();
        _time.Advance(TimeSpan.FromSeconds(40) - Tick);
        Assert.False(reading.IsCompleted);
        _time.Advance(Tick);
        Assert.Empty(await reading);
        Assert.Equal(WebSocketCloseCode.Abnormal, peer.Socket.Closure.Code);
        Assert.Contains("ping", peer.Socket.Closure.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TestFrame.Pong)]
    [InlineData(TestFrame.Binary)]
    public async Task Peer_ThatIsHeard_IsKept(int opcode)
    {
        using var peer = Connect();
        var reading = peer.ReadToEndAsync();
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(20));
            Assert.Equal(TestFrame.Ping, (await peer.NextFrameAsync()).Opcode);
            await peer.SendAsync(TestFrame.Of(opcode, 3));
        }

        Assert.False(reading.IsCompleted);
        peer.Disconnect();
        await reading;
    }

    [Fact]
    public async Task Interval_LongerThanTheTimeout_CountsFromPingToPing()
    {
        using var peer = new RawPeer(new() { PingInterval = TimeSpan.FromSeconds(30), PongTimeout = TimeSpan.FromSeconds(10), Time = _time });
        var reading = peer.ReadToEndAsync();
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TestFrame.Ping, (await peer.NextFrameAsync()).Opcode);
        await peer.SendAsync(TestFrame.Of(TestFrame.Pong, 0));
        _time.Advance(TimeSpan.FromSeconds(30) - Tick);
        Assert.False(peer.HasOutput());
        _time.Advance(Tick);
        Assert.Equal(TestFrame.Ping, (await peer.NextFrameAsync()).Opcode);
        _time.Advance(TimeSpan.FromSeconds(10));
        await reading;
    }

    [Fact]
    public void Dispose_StopsThePings()
    {
        var peer = Connect();
        peer.Dispose();
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.False(peer.HasOutput());
    }

    [Fact]
    public async Task Peer_ThatDoesNotReadEither_IsGivenUpAndTheWriterIsFreed()
    {
        using var peer = new RawPeer(new() { Time = _time }, pauseOutputAt: 1000);
        peer.Socket.Output.Write(TestFrame.Bytes(2000));
        var flushing = peer.Socket.Output.FlushAsync();
        Assert.False(flushing.IsCompleted);
        var reading = peer.ReadToEndAsync();
        _time.Advance(TimeSpan.FromSeconds(40));
        await reading;
        Assert.True((await flushing).IsCanceled);
    }

    private RawPeer Connect() => new(new() { Time = _time });
}
