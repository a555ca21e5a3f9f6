using System.Buffers;
using System.IO.Pipelines;
using Bridge.Mqtt.Tests.Broker;
using Bridge.Mqtt.Tests.Tcp;
using Bridge.Mqtt.WebSockets;

namespace Bridge.Mqtt.Tests.WebSockets;

/// <summary>The end of a connection beside a timer that pings, and beside a writer: whose transport it is, and until when.</summary>
public sealed class DisposalTests
{
    [Fact]
    public void Dispose_WhileAPingIsBeingWritten_WaitsForIt()
    {
        var time = new ManualTime();
        var transport = new Pipe();
        Thread? disposing = null;
        WebSocketDuplexPipe socket = null!;
        var over = false;
        bool? wasOver = null;
        var output = new HookedPipeWriter(transport.Writer)
        {
            AfterGetMemory = () =>
            {
                disposing = new Thread(() =>
                {
                    socket.Dispose();
                    Volatile.Write(ref over, true);
                });
                disposing.Start();
                SpinWait.SpinUntil(() => Volatile.Read(ref over) || disposing.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TestClient.Patience);
                wasOver = Volatile.Read(ref over);
            },
        };
        socket = new WebSocketDuplexPipe(new End(transport.Reader, output), new() { Time = time });

        time.Advance(TimeSpan.FromSeconds(20));

        Assert.False(wasOver);
        Assert.True(disposing!.Join(TestClient.Patience));
    }

    [Fact]
    public void Ping_AfterDispose_LeavesTheTransportAlone()
    {
        var transport = new Pipe();
        var calls = 0;
        var output = new HookedPipeWriter(transport.Writer) { AfterGetMemory = () => calls++ };
        var socket = new WebSocketDuplexPipe(new End(transport.Reader, output), new());
        socket.Ping();
        Assert.Equal(1, calls);

        socket.Dispose();
        socket.Ping();

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task GivingUp_AfterDispose_DisturbsNobodyWhoReadsTheTransport()
    {
        var transport = new Pipe();
        var socket = new WebSocketDuplexPipe(new End(transport.Reader, transport.Writer), new());
        socket.Dispose();

        socket.GiveUp();
        await transport.Writer.WriteAsync(TestFrame.Bytes(1));

        Assert.False((await transport.Reader.ReadAsync()).IsCanceled);
    }

    [Fact]
    public async Task Write_AfterDispose_GoesNowhere()
    {
        var transport = new Pipe();
        var calls = 0;
        var output = new HookedPipeWriter(transport.Writer) { AfterGetMemory = () => calls++ };
        var socket = new WebSocketDuplexPipe(new End(transport.Reader, output), new());
        socket.Dispose();

        await socket.Output.WriteAsync(TestFrame.Bytes(10));

        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task Cancellation_OfAFlushThatWaitsForAPong_EndsIt()
    {
        using var peer = new RawPeer(pauseOutputAt: 1000);
        await peer.Socket.Output.WriteAsync(TestFrame.Bytes(900));
        await peer.SendAsync(TestFrame.Of(TestFrame.Ping, 125));
        Assert.False(peer.Socket.Input.TryRead(out _));
        peer.Socket.Output.Write(TestFrame.Bytes(1));
        var flushing = peer.Socket.Output.FlushAsync().AsTask();
        Assert.False(flushing.IsCompleted);

        peer.Socket.Output.CancelPendingFlush();

        Assert.True((await flushing.WaitAsync(TestClient.Patience)).IsCanceled);
    }

    [Fact]
    public async Task Completion_OfTheSocketBesideAWriter_TakesNoMemoryFromIt()
    {
        using var pair = await SocketPair.ConnectAsync();
        var output = pair.Pipe.Output;
        var memory = output.GetMemory(100);
        memory.Span.Fill(1);

        await output.CompleteAsync();

        // Who rents next gets what was returned last.
        var next = ArrayPool<byte>.Shared.Rent(memory.Length);
        next.AsSpan().Fill(2);
        Assert.Equal(1, memory.Span[0]);
        output.Advance(100);
        Assert.True((await output.FlushAsync()).IsCompleted);
        ArrayPool<byte>.Shared.Return(next);
    }

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
