using Bridge.Server.Consoles;

namespace Bridge.Server.Tests.Consoles;

public sealed class ConsoleQueueTests
{
    private readonly ManualTime _time = new();
    private readonly ConsoleQueue _queue;

    public ConsoleQueueTests() => _queue = new ConsoleQueue(_time);

    [Fact]
    public void Take_Messages_InOrderWithSensorsLast()
    {
        _queue.Add(Sensor("s1"));
        _queue.Add(Log("l1"));
        _queue.Add(Sensor("s2"));
        _queue.Add(Log("l2"));

        var (messages, skipped) = _queue.Take();

        Assert.Equal(["l1", "l2", "s1", "s2"], messages.Select(message => message.Cursor));
        Assert.Null(skipped);
    }

    [Fact]
    public void Add_BeyondTheBound_SkipsSensorsBeforeLogsAndCounts()
    {
        var half = ConsoleQueue.MostBytes / 2;
        _queue.Add(Log("l1", half));
        _queue.Add(Sensor("s1", half));
        _queue.Add(Log("l2", half - 1_000));

        var first = _queue.Take();
        Assert.Equal(new SkippedCount(0, 1), first.Skipped);
        Assert.Equal(["l1", "l2"], first.Messages.Concat(_queue.Take().Messages).Select(message => message.Cursor));
    }

    [Fact]
    public void Add_LogsAlone_SkipsTheOldestLog()
    {
        _queue.Add(Log("l1", ConsoleQueue.MostBytes / 2));
        _queue.Add(Log("l2", ConsoleQueue.MostBytes / 2));

        var (messages, skipped) = _queue.Take();

        Assert.Equal(["l2"], messages.Select(message => message.Cursor));
        Assert.Equal(new SkippedCount(1, 0), skipped);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Take_SensorsThatWaited_AreSkippedAfterFiveSeconds(int millisecondsMore, int left)
    {
        _queue.Add(Sensor("s1"));
        _time.Advance(ConsoleQueue.LongestSensorWait + TimeSpan.FromMilliseconds(millisecondsMore));

        Assert.Equal(left, _queue.Take().Messages.Count);
    }

    [Fact]
    public void Take_Skipped_IsToldOnce()
    {
        _queue.Add(Log("l1", ConsoleQueue.MostBytes + 1));

        Assert.Equal(new SkippedCount(1, 0), _queue.Take().Skipped);
        Assert.Null(_queue.Take().Skipped);
    }

    [Fact]
    public async Task Take_MoreThanAFrame_WakesTheNextWaitUntilAllIsTaken()
    {
        const int Messages = 40;
        for (var number = 0; number < Messages; number++)
        {
            _queue.Add(Log($"l{number}", 64 * 1024));
        }

        var taken = new List<string?>();
        while (taken.Count < Messages && await _queue.WaitAsync(default))
        {
            var (messages, _) = _queue.Take();
            Assert.InRange(messages.Count, 1, 5);
            taken.AddRange(messages.Select(message => message.Cursor));
        }

        Assert.Equal(Enumerable.Range(0, Messages).Select(number => $"l{number}"), taken);
    }

    private ConsoleMessage Log(string name, int bytes = 10) => Message("bridge/v1/main/d1/up/log", name, bytes);

    private ConsoleMessage Sensor(string name, int bytes = 10) => Message("bridge/v1/main/d1/up/sensor/motion", name, bytes);

    private ConsoleMessage Message(string topic, string name, int bytes) =>
        new(topic, _time.GetUtcNow().ToUnixTimeMilliseconds(), new byte[bytes], name);
}
