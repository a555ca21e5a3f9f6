using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using Bridge.Mqtt.Tcp;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Tcp;

public sealed class SocketPipeTests
{
    [Fact]
    public async Task Read_OfBytesThatCome_GivesThem()
    {
        using var pair = await SocketPair.ConnectAsync();
        var read = pair.Pipe.Input.ReadAsync();
        Assert.False(read.IsCompleted);
        await pair.Peer.SendAsync("hello"u8.ToArray());
        Assert.Equal("hello", Text((await Soon(read)).Buffer));
    }

    [Fact]
    public async Task Bytes_LeftUnconsumed_ComeAgainWithThoseThatFollow()
    {
        using var pair = await SocketPair.ConnectAsync();
        await pair.Peer.SendAsync("abc"u8.ToArray());
        var first = await Soon(pair.Pipe.Input.ReadAsync());
        pair.Pipe.Input.AdvanceTo(first.Buffer.GetPosition(1), first.Buffer.End);
        var next = pair.Pipe.Input.ReadAsync();
        Assert.False(next.IsCompleted);
        await pair.Peer.SendAsync("d"u8.ToArray());
        Assert.Equal("bcd", Text((await Soon(next)).Buffer));
    }

    [Fact]
    public async Task Bytes_LeftUnexamined_ComeAtOnce()
    {
        using var pair = await SocketPair.ConnectAsync();
        await pair.Peer.SendAsync("abc"u8.ToArray());
        var first = await Soon(pair.Pipe.Input.ReadAsync());
        pair.Pipe.Input.AdvanceTo(first.Buffer.GetPosition(1), first.Buffer.GetPosition(2));
        var next = pair.Pipe.Input.ReadAsync();
        Assert.True(next.IsCompleted);
        Assert.Equal("bc", Text((await next).Buffer));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public async Task Stream_ConsumedInPieces_ArrivesWhole(int piece)
    {
        using var pair = await SocketPair.ConnectAsync();
        var sent = RandomBytes(300_000);
        var sending = pair.Peer.SendAsync(sent);
        var received = new ArrayBufferWriter<byte>();
        while (received.WrittenCount < sent.Length)
        {
            var result = await Soon(pair.Pipe.Input.ReadAsync());
            var buffer = result.Buffer;
            while (buffer.Length >= Math.Min(piece, sent.Length - received.WrittenCount) && buffer.Length > 0)
            {
                var part = buffer.Slice(0, Math.Min(piece, buffer.Length));
                received.Write(part.ToArray());
                buffer = buffer.Slice(part.End);
            }

            pair.Pipe.Input.AdvanceTo(buffer.Start, buffer.End);
        }

        await sending;
        Assert.Equal(sent, received.WrittenSpan);
    }

    [Fact]
    public async Task Peer_ThatCloses_CompletesTheReading()
    {
        using var pair = await SocketPair.ConnectAsync();
        await pair.Peer.SendAsync("bye"u8.ToArray());
        pair.Peer.Shutdown(SocketShutdown.Send);
        var result = await Soon(pair.Pipe.Input.ReadAsync());
        Assert.Equal("bye", Text(result.Buffer));
        pair.Pipe.Input.AdvanceTo(result.Buffer.End);
        Assert.True((await Soon(pair.Pipe.Input.ReadAsync())).IsCompleted);
    }

    [Fact]
    public async Task Cancellation_OfAPendingRead_EndsItAndNotTheNext()
    {
        using var pair = await SocketPair.ConnectAsync();
        var read = pair.Pipe.Input.ReadAsync();
        pair.Pipe.Input.CancelPendingRead();
        var result = await Soon(read);
        Assert.True(result.IsCanceled);
        pair.Pipe.Input.AdvanceTo(result.Buffer.End);

        // The receive of the read that was cancelled is still under way: it serves this one.
        var next = pair.Pipe.Input.ReadAsync();
        await pair.Peer.SendAsync("x"u8.ToArray());
        Assert.Equal("x", Text((await Soon(next)).Buffer));
    }

    [Fact]
    public async Task Cancellation_BeforeARead_EndsThatOne()
    {
        using var pair = await SocketPair.ConnectAsync();
        pair.Pipe.Input.CancelPendingRead();
        Assert.True((await Soon(pair.Pipe.Input.ReadAsync())).IsCanceled);
    }

    [Fact]
    public async Task Token_ThatEndsARead_ThrowsAndLeavesTheStreamWhole()
    {
        using var pair = await SocketPair.ConnectAsync();
        using var token = new CancellationTokenSource();
        var read = pair.Pipe.Input.ReadAsync(token.Token);
        await token.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Soon(read));
        await pair.Peer.SendAsync("x"u8.ToArray());
        Assert.Equal("x", Text((await Soon(pair.Pipe.Input.ReadAsync())).Buffer));
    }

    [Fact]
    public async Task Peek_OfFirstBytes_TakesNothing()
    {
        using var pair = await SocketPair.ConnectAsync();
        await pair.Peer.SendAsync("GET"u8.ToArray());
        await pair.Pipe.WaitForInputAsync(CancellationToken.None).AsTask().WaitAsync(TestClient.Patience);
        var first = new byte[8];
        Assert.Equal(3, pair.Pipe.Peek(first));
        Assert.Equal("GET", Text((await Soon(pair.Pipe.Input.ReadAsync())).Buffer));
    }

    [Fact]
    public async Task WaitForInput_WhoseTimeIsOver_EndsAndTheNextReadIsServed()
    {
        using var pair = await SocketPair.ConnectAsync();
        await pair.Pipe.WaitForInputAsync(new CancellationToken(canceled: true)).AsTask().WaitAsync(TestClient.Patience);
        Assert.Equal(0, pair.Pipe.Peek(new byte[1]));
        var read = pair.Pipe.Input.ReadAsync();
        await pair.Peer.SendAsync("x"u8.ToArray());
        Assert.Equal("x", Text((await Soon(read)).Buffer));
    }

    [Fact]
    public async Task Flush_ToAPeerThatReadsLater_IsPendingAndLosesNothing()
    {
        using var pair = await SocketPair.ConnectAsync(buffers: 4096);
        var sent = RandomBytes(4_000_000);
        var flush = pair.Pipe.Output.WriteAsync(sent);
        Assert.False(flush.IsCompleted);
        var received = new byte[sent.Length];
        for (var count = 0; count < received.Length;)
        {
            count += await pair.Peer.ReceiveAsync(received.AsMemory(count)).AsTask().WaitAsync(TestClient.Patience);
        }

        Assert.False((await flush.AsTask().WaitAsync(TestClient.Patience)).IsCompleted);
        Assert.Equal(sent, received);
        await pair.Pipe.Output.WriteAsync("more"u8.ToArray());
        Assert.Equal(4, await pair.Peer.ReceiveAsync(received).WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Flush_ThatIsCancelled_EndsAndNothingFollows()
    {
        using var pair = await SocketPair.ConnectAsync(buffers: 4096);
        var flush = pair.Pipe.Output.WriteAsync(RandomBytes(4_000_000));
        pair.Pipe.Output.CancelPendingFlush();
        Assert.True((await flush.AsTask().WaitAsync(TestClient.Patience)).IsCanceled);
        Assert.True((await pair.Pipe.Output.WriteAsync("more"u8.ToArray())).IsCompleted);
    }

    [Fact]
    public async Task Flush_ToAPeerThatIsGone_SaysSo()
    {
        using var pair = await SocketPair.ConnectAsync();
        pair.Peer.Close(timeout: 0);
        await Until.TrueAsync("a flush fails", () => pair.Pipe.Output.WriteAsync("x"u8.ToArray()).AsTask() is { IsCompleted: true, Result.IsCompleted: true });
    }

    [Fact]
    public async Task Flush_OnASocketThatWasClosedHere_SaysSo()
    {
        using var pair = await SocketPair.ConnectAsync();
        pair.Pipe.Abort();
        Assert.True((await pair.Pipe.Output.WriteAsync("x"u8.ToArray())).IsCompleted);
    }

    [Fact]
    public async Task Reads_OnASocketThatWasClosedHere_FailEachAndWaitForNothing()
    {
        using var pair = await SocketPair.ConnectAsync();
        pair.Pipe.Abort();
        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Soon(pair.Pipe.Input.ReadAsync()));
        }
    }

    [Fact]
    public async Task Completion_DuringAFlushOfAnotherThread_LeavesItsBytesAlone()
    {
        for (var round = 0; round < 40; round++)
        {
            using var pair = await SocketPair.ConnectAsync();
            var output = pair.Pipe.Output;
            output.GetSpan(256 * 1024)[..(256 * 1024)].Fill(1);
            output.Advance(256 * 1024);
            using var begun = new ManualResetEventSlim();
            var flushing = Task.Run(async () =>
            {
                begun.Set();
                try
                {
                    await output.FlushAsync();
                }
                finally
                {
                    pair.Pipe.Dispose();
                }
            });
            begun.Wait();
            Thread.SpinWait(round * 100);
            await output.CompleteAsync();

            // Who rents next gets what was returned last.
            var next = ArrayPool<byte>.Shared.Rent(256 * 1024);
            next.AsSpan().Fill(2);
            Assert.DoesNotContain((byte)2, await ReadToEndAsync(pair.Peer));
            await flushing.WaitAsync(TestClient.Patience);
            ArrayPool<byte>.Shared.Return(next);
        }
    }

    [Fact]
    public void InlineCompletions_OfThisRuntime_AreThere() => Assert.True(InlineCompletions.AreSupported);

    [Fact]
    public async Task Reader_ThatReadsInline_GoesOnOutsideThePoolUntilItIsAlwaysBusy()
    {
        if (!OperatingSystem.IsLinux())
        {
            // Elsewhere there is no such thread, or it isn't told apart from the pool's.
            return;
        }

        using var pair = await SocketPair.ConnectAsync();
        pair.Pipe.ReadInline();
        var reading = ReadUntilOnPoolAsync(pair.Pipe.Input);
        var bytes = RandomBytes(4_000_000);
        using var patience = new CancellationTokenSource(TestClient.Patience);
        while (!reading.IsCompleted)
        {
            // More and more, for it isn't busy while it reads faster than this sends.
            patience.Token.ThrowIfCancellationRequested();
            await Task.WhenAny(reading, pair.Peer.SendAsync(bytes, patience.Token).AsTask());
        }

        Assert.InRange(await reading, 1, int.MaxValue);
    }

    [Fact]
    public async Task Lingering_PeerStillSends_IsReadUntilItCloses()
    {
        using var pair = await SocketPair.ConnectAsync();
        await pair.Pipe.Output.WriteAsync("why"u8.ToArray());

        var lingering = pair.Pipe.LingerAsync();

        var received = new byte[8];
        Assert.Equal(3, await pair.Peer.ReceiveAsync(received));
        Assert.Equal(0, await pair.Peer.ReceiveAsync(received));
        await pair.Peer.SendAsync("still "u8.ToArray());
        await pair.Peer.SendAsync("here"u8.ToArray());
        pair.Peer.Shutdown(SocketShutdown.Send);
        await lingering.WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task Lingering_PeerStaysSilent_EndsAllTheSame()
    {
        using var pair = await SocketPair.ConnectAsync();
        await pair.Pipe.LingerAsync().WaitAsync(TestClient.Patience);
    }

    /// <summary>How many reads went on outside the pool before one did on it.</summary>
    private static async Task<int> ReadUntilOnPoolAsync(PipeReader input)
    {
        for (var reads = 0; ; reads++)
        {
            var result = await input.ReadAsync().ConfigureAwait(false);
            input.AdvanceTo(result.Buffer.End);
            if (Thread.CurrentThread.IsThreadPoolThread)
            {
                return reads;
            }
        }
    }

    private static async Task<byte[]> ReadToEndAsync(Socket peer)
    {
        var all = new MemoryStream();
        var part = new byte[64 * 1024];
        while (await peer.ReceiveAsync(part).WaitAsync(TestClient.Patience) is > 0 and var count)
        {
            all.Write(part, 0, count);
        }

        return all.ToArray();
    }

    private static Task<ReadResult> Soon(ValueTask<ReadResult> read) => read.AsTask().WaitAsync(TestClient.Patience);

    private static string Text(ReadOnlySequence<byte> bytes) => Encoding.ASCII.GetString(bytes);

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
