using System.Net;
using System.Net.Sockets;
using Bridge.Mqtt.Tcp;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Tcp;

public sealed class SocketAcceptLoopTests
{
    [Fact]
    public async Task Serving_ThatFails_ClosesThatConnectionAndIsTold()
    {
        var told = new TaskCompletionSource<(EndPoint? Remote, Exception Cause)>();
        var listening = Listen();
        await using var loop = new SocketAcceptLoop(listening, (_, _) => throw new FormatException("ours to mend"), (remote, cause) => told.TrySetResult((remote, cause)));
        using var first = await ConnectAsync(listening);
        Assert.Equal(0, await first.ReceiveAsync(new byte[1]).WaitAsync(TestClient.Patience));
        var (remote, cause) = await told.Task.WaitAsync(TestClient.Patience);
        Assert.Equal(first.LocalEndPoint, remote);
        Assert.IsType<FormatException>(cause);

        // Others are accepted as before.
        using var second = await ConnectAsync(listening);
        Assert.Equal(0, await second.ReceiveAsync(new byte[1]).WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task Disposal_Again_DoesNothingAndConnectionsGoOn()
    {
        var listening = Listen();
        var accepted = new TaskCompletionSource<(SocketPipe Pipe, CancellationToken Stopping)>();
        using var client = await ConnectAsync(listening);
        var loop = new SocketAcceptLoop(
            listening,
            (pipe, stopping) =>
            {
                accepted.SetResult((pipe, stopping));
                return Task.CompletedTask;
            },
            (_, cause) => accepted.TrySetException(cause));
        var (pipe, stopping) = await accepted.Task.WaitAsync(TestClient.Patience);
        using var open = pipe;
        Assert.False(stopping.IsCancellationRequested);
        await Task.WhenAll(loop.DisposeAsync().AsTask(), loop.DisposeAsync().AsTask()).WaitAsync(TestClient.Patience);
        await loop.DisposeAsync();
        Assert.True(stopping.IsCancellationRequested);
        await client.SendAsync("x"u8.ToArray());
        Assert.Equal(1, (await pipe.Input.ReadAsync().AsTask().WaitAsync(TestClient.Patience)).Buffer.Length);
    }

    private static Socket Listen()
    {
        var listening = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen();
        return listening;
    }

    private static async Task<Socket> ConnectAsync(Socket listening)
    {
        var client = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        await client.ConnectAsync(listening.LocalEndPoint!);
        return client;
    }
}
