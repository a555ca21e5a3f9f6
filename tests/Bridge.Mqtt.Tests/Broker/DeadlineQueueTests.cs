using Bridge.Mqtt.Broker;

namespace Bridge.Mqtt.Tests.Broker;

public sealed class DeadlineQueueTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly List<Exception> _failures = [];
    private readonly List<string> _fired = [];
    private readonly DeadlineQueue _queue;

    public DeadlineQueueTests() => _queue = new DeadlineQueue(_clock, _failures.Add);

    [Fact]
    public void Deadlines_HappenInTheOrderOfTheirTimesUnlessCancelled()
    {
        Schedule(30, "third");
        var never = Schedule(20, "never");
        Schedule(10, "first");
        Schedule(20, "second");
        Assert.True(never.Cancel());
        Assert.False(never.Cancel());

        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Empty(_fired);
        _clock.Advance(TimeSpan.FromSeconds(21));

        Assert.Equal(["first", "second", "third"], _fired);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void Action_ThatThrows_KeepsNoOtherFromHappening()
    {
        _queue.Schedule(TimeSpan.FromSeconds(1), _ => throw new InvalidOperationException("broken"), this);
        Schedule(2, "next");

        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(["next"], _fired);
        Assert.Equal("broken", Assert.Single(_failures).Message);
    }

    [Fact]
    public void Cancelled_ByTheHundredThousand_DontPileUp()
    {
        for (var i = 0; i < 100; i++)
        {
            Schedule(60, $"kept {i}");
        }

        for (var i = 0; i < 100_000; i++)
        {
            Schedule(86_400, "never").Cancel();
        }

        Assert.InRange(_queue.Count, 100, 3000);
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(100, _fired.Count);
    }

    public void Dispose() => _queue.Dispose();

    private Deadline Schedule(int seconds, string name) =>
        _queue.Schedule(TimeSpan.FromSeconds(seconds), fired => _fired.Add((string)fired), name);
}
