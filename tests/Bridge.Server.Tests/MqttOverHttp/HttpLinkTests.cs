using System.Buffers;
using System.IO.Pipelines;
using Bridge.Server.MqttOverHttp;
using Bridge.Server.Security;

namespace Bridge.Server.Tests.MqttOverHttp;

public sealed class HttpLinkTests
{
    private readonly FiredTime _time = new();
    private readonly HttpLink _link;
    private readonly IDuplexPipe _broker;

    public HttpLinkTests() => _broker = _link = new HttpLink(new DeviceIdentity("d1", "main"), _time);

    [Fact]
    public async Task Push_InOrder_BringsTheBytesUp()
    {
        Assert.True(await _link.PushAsync(0, new byte[] { 1, 2 }, default));
        Assert.True(await _link.PushAsync(1, new byte[] { 3 }, default));
        Assert.Equal([1, 2, 3], (await _broker.Input.ReadAsync()).Buffer.ToArray());
    }

    [Fact]
    public async Task Push_OfANumberSeenBefore_HasNoEffect()
    {
        await _link.PushAsync(0, new byte[] { 1 }, default);
        Assert.True(await _link.PushAsync(0, new byte[] { 9 }, default));
        Assert.Equal([1], (await _broker.Input.ReadAsync()).Buffer.ToArray());
    }

    [Fact]
    public async Task Push_BeyondTheNextNumber_IsRefused() => Assert.False(await _link.PushAsync(1, new byte[] { 1 }, default));

    [Fact]
    public async Task Push_OfMoreThanTheBrokerReads_Waits()
    {
        var push = _link.PushAsync(0, new byte[200_000], default);
        Assert.False(push.IsCompleted);
        _broker.Input.AdvanceTo((await _broker.Input.ReadAsync()).Buffer.End);
        Assert.True(await push);
    }

    [Fact]
    public async Task Poll_WithBytesThere_BringsThemDown()
    {
        await _broker.Output.WriteAsync(new byte[] { 5, 6 });
        Assert.Equal((true, "0506"), await PollAsync(0));
    }

    [Fact]
    public async Task Poll_WithNothingThere_AnswersWithTheFirstBytesOrAfterAWhileEmpty()
    {
        var first = PollAsync(0);
        Assert.False(first.IsCompleted);
        await _broker.Output.WriteAsync(new byte[] { 7 });
        Assert.Equal((true, "07"), await first);
        var second = PollAsync(1);
        _time.Fire(TimeSpan.FromSeconds(20));
        Assert.Equal((true, ""), await second);
    }

    [Fact]
    public async Task Poll_OfANumberAnsweredBefore_EndsTheLink()
    {
        await _broker.Output.WriteAsync(new byte[] { 5 });
        await PollAsync(0);
        Assert.Equal((false, ""), await PollAsync(0));
        await AssertOverAsync();
    }

    [Fact]
    public async Task Link_WithoutAPollForAWhile_IsOver()
    {
        _time.Fire(TimeSpan.FromSeconds(30));
        await AssertOverAsync();
    }

    [Fact]
    public async Task Link_WhileAPollWaits_IsNotIdle()
    {
        var poll = PollAsync(0);
        Assert.False(_time.Fire(TimeSpan.FromSeconds(30)));
        await _broker.Output.WriteAsync(new byte[] { 1 });
        Assert.Equal((true, "01"), await poll);
        Assert.True(_time.Fire(TimeSpan.FromSeconds(30)));
        await AssertOverAsync();
    }

    [Fact]
    public async Task Poll_WhoseRequestIsGone_EndsTheLink()
    {
        using var gone = new CancellationTokenSource();
        var poll = _link.PollAsync(0, PipeWriter.Create(Stream.Null), gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);
        await AssertOverAsync();
    }

    [Fact]
    public async Task Abort_WithRequestsWaiting_EndsThem()
    {
        var poll = PollAsync(0);
        var push = _link.PushAsync(0, new byte[200_000], default);
        _link.Abort();
        Assert.Equal((false, ""), await poll);
        Assert.False(await push);
        await AssertOverAsync();
    }

    [Fact]
    public async Task Poll_AfterTheBrokerHasEnded_BringsItsLastBytesAndThenTheEnd()
    {
        await _broker.Output.WriteAsync(new byte[] { 0xE0 });
        await _broker.Output.CompleteAsync();
        Assert.Equal((true, "e0"), await PollAsync(0));
        Assert.Equal((false, ""), await PollAsync(1));
    }

    private async Task<(bool Answered, string Bytes)> PollAsync(long number)
    {
        using var body = new MemoryStream();
        var answered = await _link.PollAsync(number, PipeWriter.Create(body, new StreamPipeWriterOptions(leaveOpen: true)), default);
        return (answered, Convert.ToHexStringLower(body.ToArray()));
    }

    private async Task AssertOverAsync()
    {
        Assert.False(await _link.PushAsync(99, new byte[] { 1 }, default));
        while (await _broker.Input.ReadAsync() is { IsCompleted: false } read)
        {
            _broker.Input.AdvanceTo(read.Buffer.End);
        }

        Assert.True((await _broker.Output.WriteAsync(new byte[] { 1 })).IsCompleted);
    }
}
