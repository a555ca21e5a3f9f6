using Bridge.Server.Consoles;
using Bridge.Server.Journal;

namespace Bridge.Server.Tests.Consoles;

public sealed class HistoryPassTests
{
    [Fact]
    public async Task Read_WhereTheDatabaseGoesAwayInTheMiddle_GivesWhatItHasAndSaysWhy()
    {
        var pass = new HistoryPass(new BreakingHistory(messages: 250), new ManualTime());
        var frames = new List<ConsoleFrame>();
        await foreach (var frame in pass.ReadAsync("main", null, default))
        {
            frames.Add(frame);
        }

        Assert.Equal([200, 50], frames.Select(frame => frame.Messages.Count));
        Assert.Equal("c249", frames[^1].Cursor);
        Assert.Equal("away", pass.Trouble);
    }

    [Fact]
    public async Task Meanwhile_UntilItCanBeReadAgain_PassesFramesWithoutCursorsAndEnds()
    {
        var time = new FiredTime();
        var pass = new HistoryPass(new BreakingHistory(messages: 0), time);
        var frames = new List<ConsoleFrame>();
        await foreach (var frame in pass.MeanwhileAsync(LiveAsync, default))
        {
            frames.Add(frame);
            time.Fire(TimeSpan.FromSeconds(3));
        }

        Assert.Null(Assert.Single(frames).Cursor);

        static async IAsyncEnumerable<ConsoleFrame> LiveAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            yield return new ConsoleFrame([], Cursor: "c1");
            await Task.Delay(Timeout.Infinite, cancellation); // Nothing more comes.
        }
    }

    /// <summary>Breaks behind its last message, and can be read when it is asked.</summary>
    private sealed class BreakingHistory(int messages) : IConsoleHistory
    {
        public string? Cursor => "end";

        public Task<bool> CanBeReadAsync(CancellationToken cancellation) => Task.FromResult(true);

        public async IAsyncEnumerable<ConsoleMessage> ReadAsync(
            string room, string? since, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            for (var i = 0; i < messages; i++)
            {
                yield return new ConsoleMessage("bridge/v1/main/d1/up/log", i, PayloadJson.From("{}"u8), $"c{i}");
            }

            await Task.CompletedTask;
            throw new JournalUnavailableException("away");
        }
    }
}
