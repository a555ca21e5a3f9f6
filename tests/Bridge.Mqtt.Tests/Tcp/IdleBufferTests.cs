using Bridge.Mqtt.Tcp;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Tcp;

/// <summary>A socket on which nothing happens holds no buffer.</summary>
public sealed class IdleBufferTests
{
    [Fact]
    public async Task Reader_WhoseBytesAreConsumed_LetsGoOfItsBufferAndNotBefore()
    {
        using var pair = await SocketPair.ConnectAsync();
        var reader = Assert.IsType<SocketPipeReader>(pair.Pipe.Input);
        await pair.Peer.SendAsync("abc"u8.ToArray());
        var first = await reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience);
        Assert.NotEqual(0, reader.Capacity);

        reader.AdvanceTo(first.Buffer.GetPosition(1), first.Buffer.End);
        Assert.NotEqual(0, reader.Capacity);
        await pair.Peer.SendAsync("d"u8.ToArray());
        var next = await reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience);
        reader.AdvanceTo(next.Buffer.End);

        Assert.Equal(0, reader.Capacity);
        var waiting = reader.ReadAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.Equal(0, reader.Capacity);
    }

    [Fact]
    public async Task Reader_ThatFindsNothing_HoldsNoBuffer()
    {
        using var pair = await SocketPair.ConnectAsync();
        var reader = Assert.IsType<SocketPipeReader>(pair.Pipe.Input);

        Assert.False(reader.TryRead(out _));

        Assert.Equal(0, reader.Capacity);
    }

    [Fact]
    public async Task Reader_ThatIsCompletedWithBytesLeft_HoldsNoBuffer()
    {
        using var pair = await SocketPair.ConnectAsync();
        var reader = Assert.IsType<SocketPipeReader>(pair.Pipe.Input);
        await pair.Peer.SendAsync("abc"u8.ToArray());
        var read = await reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience);
        reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);

        reader.Complete();

        Assert.Equal(0, reader.Capacity);
    }

    [Fact]
    public async Task Writer_WhoseBytesAreSent_LetsGoOfItsBuffer()
    {
        using var pair = await SocketPair.ConnectAsync();
        var writer = Assert.IsType<SocketPipeWriter>(pair.Pipe.Output);
        "abc"u8.CopyTo(writer.GetSpan(3));
        writer.Advance(3);
        Assert.NotEqual(0, writer.Capacity);

        await writer.FlushAsync().AsTask().WaitAsync(TestClient.Patience);

        Assert.Equal(0, writer.Capacity);
    }
}
