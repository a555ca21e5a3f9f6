using System.IO.Pipelines;
using Bridge.Mqtt.Tcp;
using Bridge.Mqtt.Tests.Broker;

namespace Bridge.Mqtt.Tests.Tcp;

public sealed class TcpLingerTests
{
    private readonly Pipe _input = new();

    [Fact]
    public async Task Bytes_OnTheirWay_AreTakenUntilThePeerCloses()
    {
        await _input.Writer.WriteAsync(new byte[8]);
        await _input.Writer.CompleteAsync();
        await TcpLinger.ReadOnAsync(_input.Reader).WaitAsync(TestClient.Patience);
        Assert.True((await _input.Reader.ReadAsync()).Buffer.IsEmpty);
    }

    [Fact]
    public async Task Peer_Silent_IsNotWaitedFor() =>
        await TcpLinger.ReadOnAsync(_input.Reader).WaitAsync(TestClient.Patience);

    [Fact]
    public async Task PendingCancellation_IsNotTakenForSilence()
    {
        await _input.Writer.WriteAsync(new byte[8]);
        _input.Reader.CancelPendingRead();
        await _input.Writer.CompleteAsync();
        await TcpLinger.ReadOnAsync(_input.Reader).WaitAsync(TestClient.Patience);
        Assert.True((await _input.Reader.ReadAsync()).Buffer.IsEmpty);
    }
}
