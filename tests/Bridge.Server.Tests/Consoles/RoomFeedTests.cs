using Bridge.Server.Consoles;

namespace Bridge.Server.Tests.Consoles;

public sealed class RoomFeedTests
{
    private const string Log = "bridge/v1/main/d1/up/log";
    private const string Motion = "bridge/v1/main/d1/up/sensor/motion";

    private readonly ManualTime _time = new();
    private readonly RoomFeed _feed;

    public RoomFeedTests() => _feed = new RoomFeed(_time);

    [Fact]
    public void Add_ConsoleThatCameLate_GetsWhatTheJournalMayNotHaveYet()
    {
        _feed.Publish(Log, "1"u8, journalled: true);
        _feed.Publish(Motion, "2"u8, journalled: false);

        Assert.Equal(["1"], Texts(Join(recent: true)));
        Assert.Empty(Texts(Join(recent: false)));
    }

    [Fact]
    public void Add_AfterAWhile_ForgetsWhatTheJournalHasByThen()
    {
        _feed.Publish(Log, "1"u8, journalled: true);
        _time.Advance(TimeSpan.FromSeconds(11));
        _feed.Publish(Log, "2"u8, journalled: true);

        Assert.Equal(["2"], Texts(Join(recent: true)));
    }

    [Fact]
    public void Publish_EndlessBytes_KeepsABoundedTail()
    {
        var large = new byte[100_000];
        Array.Fill(large, (byte)'1');
        for (var message = 0; message < 1_000; message++)
        {
            _feed.Publish(Log, large, journalled: true);
        }

        Assert.InRange(Texts(Join(recent: true)).Count, 1, 10);
    }

    [Fact]
    public void Publish_TwoConsoles_GetTheSameBytes()
    {
        var (first, second) = (Join(recent: false), Join(recent: false));

        _feed.Publish(Motion, "{}"u8, journalled: false);

        Assert.Same(first.Take().Messages.Single(), second.Take().Messages.Single());
    }

    [Fact]
    public void Remove_Console_GetsNothingMore()
    {
        var queue = Join(recent: false);
        _feed.Remove(queue);

        _feed.Publish(Log, "1"u8, journalled: true);

        Assert.Empty(Texts(queue));
    }

    private ConsoleQueue Join(bool recent)
    {
        var queue = new ConsoleQueue(_time);
        _feed.Add(queue, recent);
        return queue;
    }

    private static List<string> Texts(ConsoleQueue queue) =>
        [.. queue.Take().Messages.Select(message => System.Text.Encoding.UTF8.GetString(message.Json.Span))];
}
