using Bridge.Server.Journal;

namespace Bridge.Server.Tests.Journal;

public sealed class StreamOrderTests
{
    private readonly SteppedClock _clock = new();
    private readonly StreamOrder _order;

    public StreamOrderTests() => _order = new StreamOrder(_clock);

    [Fact]
    public void Admit_WhatFollowsARefusedBatch_OnlyOnceThatCameAgain()
    {
        _order.Refuse(Batches.Of(10, 5));
        Assert.False(_order.Admit(Batches.Of(15, 5)));
        Assert.True(_order.Admit(Batches.Of(5, 5)));
        Assert.False(_order.Admit(Batches.Of(15, 5)));
        Assert.True(_order.Admit(Batches.Of(10, 5)));
        Assert.True(_order.Admit(Batches.Of(15, 5)));
    }

    [Fact]
    public void Admit_AfterSeveralWereRefused_WaitsForTheFirst()
    {
        _order.Refuse(Batches.Of(15, 5));
        _order.Refuse(Batches.Of(10, 5));
        _order.Refuse(Batches.Of(20, 5));
        Assert.False(_order.Admit(Batches.Of(15, 5)));
        Assert.True(_order.Admit(Batches.Of(10, 5)));
    }

    [Fact]
    public void Admit_WhereTheRefusedNeverComesAgain_WaitsTenSeconds()
    {
        _order.Refuse(Batches.Of(10, 5));
        _clock.Advance(StreamOrder.Patience - TimeSpan.FromTicks(1));
        Assert.False(_order.Admit(Batches.Of(15, 5)));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(_order.Admit(Batches.Of(15, 5)));
        Assert.True(_order.Admit(Batches.Of(20, 5)));
    }

    [Fact]
    public void Refuse_OfMoreStreamsThanRemembered_ForgetsTheOldest()
    {
        _order.Refuse(Batches.Of(0, 1, page: "oldest"));
        for (var i = 0; i < StreamOrder.MaximumStreams; i++)
        {
            _order.Refuse(Batches.Of(0, 1, page: $"p{i}"));
        }

        Assert.True(_order.Admit(Batches.Of(1, 1, page: "oldest")));
        Assert.False(_order.Admit(Batches.Of(1, 1, page: "p0")));
    }
}
