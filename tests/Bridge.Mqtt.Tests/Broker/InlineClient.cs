using System.Buffers;
using System.IO.Pipelines;
using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>
/// A client on pipes whose ends go on inline: all that it makes the broker do happens on the caller's thread before the call returns, so that
/// the thread's own counter of allocations sees all of it.
/// </summary>
internal sealed class InlineClient
{
    public static readonly PipeOptions Pipe = new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);

    private readonly IDuplexPipe _pipe;
    private readonly MqttProtocolVersion _version;

    /// <summary>Connects.</summary>
    /// <param name="fixture">The broker.</param>
    /// <param name="clientId">Its name.</param>
    /// <param name="version">What it speaks.</param>
    /// <param name="toClient">The way to it, if not <see cref="Pipe"/>; inline, too.</param>
    /// <param name="written">Wraps what the broker writes to it with.</param>
    /// <param name="read">Wraps what the broker reads from it with.</param>
    public InlineClient(
        BrokerFixture fixture,
        string clientId,
        MqttProtocolVersion version = MqttProtocolVersion.V5,
        PipeOptions? toClient = null,
        Func<PipeWriter, PipeWriter>? written = null,
        Func<PipeReader, PipeReader>? read = null)
    {
        var pipes = new DuplexPipePair(toClient: toClient ?? Pipe, toServer: Pipe);
        (_pipe, _version) = (pipes.Client, version);
        var (input, output) = (pipes.Server.Input, pipes.Server.Output);
        _ = fixture.Broker.ServeAsync(new End(read?.Invoke(input) ?? input, written?.Invoke(output) ?? output), new MqttTransport());
        Ask(new ConnectPacket { ClientId = clientId, Version = version });
    }

    /// <summary>Sends a packet that is answered at once, and takes the answer.</summary>
    public void Ask(MqttPacket packet)
    {
        Send(Bytes(packet));
        Assert.NotEqual(0, Drain());
    }

    public byte[] Bytes(MqttPacket packet, int times = 1)
    {
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; i < times; i++)
        {
            MqttPacketWriter.Write(output, packet, _version);
        }

        return output.WrittenSpan.ToArray();
    }

    public void Send(byte[] bytes)
    {
        _pipe.Output.Write(bytes);
#pragma warning disable CA2012 // Not awaited, since an await could move to another thread, whose allocations nobody counts.
        Assert.True(_pipe.Output.FlushAsync().IsCompletedSuccessfully);
#pragma warning restore CA2012
    }

    /// <summary>Takes what has come: how many bytes.</summary>
    public long Drain()
    {
        if (!_pipe.Input.TryRead(out var result))
        {
            return 0;
        }

        var length = result.Buffer.Length;
        _pipe.Input.AdvanceTo(result.Buffer.End);
        return length;
    }

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
