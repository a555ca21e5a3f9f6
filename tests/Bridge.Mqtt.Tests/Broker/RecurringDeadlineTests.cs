using Bridge.Mqtt.Broker;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>The end of a watch, counted in deadlines on a clock that stands still.</summary>
public sealed class RecurringDeadlineTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly DeadlineQueue _queue;
    private int _looks;

    public RecurringDeadlineTests() => _queue = new DeadlineQueue(_clock, error => Assert.Fail(error.Message));

    [Fact]
    public void Set_AfterStop_SetsNoDeadline()
    {
        var deadline = Make(() => { });

        deadline.Stop();
        deadline.Set(TimeSpan.FromHours(1));

        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void Stop_WhileTheActionIsAboutToSetTheNext_LeavesNone()
    {
        RecurringDeadline deadline = null!;
        deadline = Make(() =>
        {
            // The connection ends on another thread, between the look and what follows from it.
            var ending = new Thread(() => deadline.Stop());
            ending.Start();
            Assert.True(ending.Join(TestClient.Patience));
            deadline.Set(TimeSpan.FromHours(1));
        });
        deadline.Set(TimeSpan.FromSeconds(1));

        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(1, _looks);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void Stop_AfterTheActionSetTheNext_CancelsIt()
    {
        RecurringDeadline deadline = null!;
        deadline = Make(() => deadline.Set(TimeSpan.FromSeconds(1)));
        deadline.Set(TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(3.5));
        var looks = _looks;

        deadline.Stop();
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.InRange(looks, 2, 3);
        Assert.Equal(looks, _looks);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task KeepAliveWatch_StoppedBeforeItLooks_SetsNoDeadline()
    {
        await using var fixture = new BrokerFixture();
        await fixture.ConnectAsync("c");
        var runtime = fixture.Broker.Runtime;
        var watch = new KeepAliveWatch(runtime.Sessions.All.Single().Connection!, runtime);
        var before = runtime.Deadlines.Count;

        watch.Stop();
        watch.Start(TimeSpan.FromHours(1));

        Assert.Equal(before, runtime.Deadlines.Count);
    }

    public void Dispose() => _queue.Dispose();

    private RecurringDeadline Make(Action look) => new(
        _queue,
        _ =>
        {
            _looks++;
            look();
        },
        this);
}
