using Bridge.Server.Journal;

namespace Bridge.Server.Tests.Journal;

/// <summary>What every journal must find, and how it forgets.</summary>
public abstract class JournalReadContract
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Read_Last_GivesTheLastOfWhatMatchesOldestFirst()
    {
        await using var home = await HomeAsync();
        await using var journal = await FilledAsync(home);
        Assert.Equal([8, 9], await journal.SeqsAsync(new JournalQuery { Room = "main", Device = "d1", Last = 2 }));
        Assert.Equal([0], await journal.SeqsAsync(new JournalQuery { Room = "main", Device = "d2", Last = 100 }));
        Assert.Empty(await journal.SeqsAsync(new JournalQuery { Room = "none", Last = 5 }));
    }

    [Fact]
    public async Task Read_SinceAndBefore_LeaveTheirOwnEntryOut()
    {
        await using var home = await HomeAsync();
        await using var journal = await FilledAsync(home);
        var entries = await journal.AllAsync(new JournalQuery { Room = "main", Device = "d1" });
        var query = new JournalQuery { Room = "main", Device = "d1", Since = entries[3].Cursor, Before = entries[7].Cursor };
        Assert.Equal([4, 5, 6], await journal.SeqsAsync(query));
        Assert.Equal([5, 6], await journal.SeqsAsync(query with { Last = 2 }));
    }

    [Fact]
    public async Task Read_WithACursorOfAnotherJournal_BeginsAtTheBeginning()
    {
        await using var home = await HomeAsync();
        await using var journal = await FilledAsync(home);
        Assert.Equal(12, (await journal.AllAsync(new JournalQuery { Room = "main", Since = "000000.0000000000ff" })).Count);
        Assert.Equal(12, (await journal.AllAsync(new JournalQuery { Room = "main", Since = "not a cursor" })).Count);
    }

    [Fact]
    public async Task Read_ByTime_IncludesItsBeginningAndNotItsEnd()
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        var start = _clock.Now;
        for (var i = 0; i < 5; i++)
        {
            _clock.Now = start.AddMinutes(i);
            await journal.AppendAsync(Batches.Of(i, 1));
        }

        Assert.Equal([1, 2], await journal.SeqsAsync(new JournalQuery { From = start.AddMinutes(1), Until = start.AddMinutes(3) }));
        Assert.Empty(await journal.SeqsAsync(new JournalQuery { From = start.AddMinutes(9) }));
        Assert.Empty(await journal.SeqsAsync(new JournalQuery { Until = start }));
    }

    [Fact]
    public async Task Read_AcrossAClockSetBack_KeepsTheOrderAndFiltersByTheClock()
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        var start = _clock.Now;
        foreach (var (seq, hours) in new[] { (0, 0), (1, 1), (2, -1), (3, 0) })
        {
            _clock.Now = start.AddHours(hours);
            await journal.AppendAsync(Batches.Of(seq, 1));
        }

        Assert.Equal([0, 1, 2, 3], await journal.SeqsAsync());
        Assert.Equal([0, 1, 3], await journal.SeqsAsync(new JournalQuery { From = start }));
        Assert.Equal([2], await journal.SeqsAsync(new JournalQuery { Until = start }));
    }

    [Fact]
    public async Task Read_ByLevelFeedPageDevice_FiltersEach()
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        await journal.AppendAsync(Batches.Of(0, 1, level: JournalLevel.Debug));
        await journal.AppendAsync(Batches.Of(1, 1, level: JournalLevel.Warn));
        await journal.AppendAsync(Batches.Of(2, 1, level: JournalLevel.Error));
        await journal.AppendAsync(Batches.Of(7, 1, page: "p2", feed: "net", level: JournalLevel.Info));
        Assert.Equal([1, 2], await journal.SeqsAsync(new JournalQuery { Level = JournalLevel.Warn }));
        Assert.Equal([2], await journal.SeqsAsync(new JournalQuery { Level = JournalLevel.Error }));
        Assert.Equal([1, 2, 7], await journal.SeqsAsync(new JournalQuery { Level = JournalLevel.Log }));
        Assert.Equal([7], await journal.SeqsAsync(new JournalQuery { Feed = "net" }));
        Assert.Equal([7], await journal.SeqsAsync(new JournalQuery { Page = "p2" }));
        Assert.Empty(await journal.SeqsAsync(new JournalQuery { Device = "d9" }));
    }

    [Theory]
    [InlineData("connection", new long[] { 0, 1 })]
    [InlineData("conn LOST", new long[] { 0 })]
    [InlineData("Straße", new long[] { 2 })]
    [InlineData("404", new long[] { 1 })]
    [InlineData("\"'* OR NEAR(", new long[] { 3 })]
    [InlineData("nowhere", new long[0])]
    [InlineData("=>", new long[0])]
    public async Task Read_ByWords_FindsWhatHasAllOfThem(string words, long[] expected)
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        string[] texts = ["connection lost", "connection 404 again", "straße", "or nearby", ""];
        for (var i = 0; i < texts.Length; i++)
        {
            await journal.AppendAsync(Batches.Of(i, 1, words: texts[i]));
        }

        Assert.Equal(expected, await journal.SeqsAsync(new JournalQuery { Room = "main", Words = words }));
        Assert.Equal(expected.TakeLast(1), await journal.SeqsAsync(new JournalQuery { Room = "main", Words = words, Last = 1 }));
    }

    [Fact]
    public async Task Read_OfMoreThanAChunk_GivesEveryOneOnceAlsoWhatComesMeanwhile()
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        await journal.AppendAsync(Batches.Of(0, 2_000));
        var seqs = new List<long>();
        await foreach (var entry in journal.ReadAsync(new JournalQuery { Room = "main" }))
        {
            if (seqs.Count == 10)
            {
                await journal.AppendAsync(Batches.Of(2_000, 500));
            }

            seqs.Add(entry.Seq);
        }

        Assert.Equal(Enumerable.Range(0, 2_500).Select(n => (long)n), seqs);
    }

    [Fact]
    public async Task Extent_AsTheJournalGrowsAndShrinks_TellsBothEnds()
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        var empty = await journal.ExtentAsync();
        Assert.Null(empty.First);
        await journal.AppendAsync(Batches.Of(0, 3));
        var entries = await journal.AllAsync();
        Assert.Equal(new JournalExtent(entries[0].Cursor, entries[2].Cursor), await journal.ExtentAsync());
        Assert.True(string.CompareOrdinal(empty.End, entries[0].Cursor) < 0);
        Assert.Equal(3, await journal.RemoveOldestAsync(_clock.Now.AddSeconds(1), long.MaxValue));
        Assert.Equal(new JournalExtent(null, entries[2].Cursor), await journal.ExtentAsync());
    }

    [Fact]
    public async Task RemoveOldest_ByAge_RemovesThoseAloneAndTheirWords()
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        await journal.AppendAsync(Batches.Of(0, 5, words: "old"));
        _clock.Now = _clock.Now.AddDays(1);
        await journal.AppendAsync(Batches.Of(5, 5, words: "new"));
        Assert.Equal(5, await journal.RemoveOldestAsync(_clock.Now, long.MaxValue));
        Assert.Equal(0, await journal.RemoveOldestAsync(_clock.Now, long.MaxValue));
        Assert.Equal([5, 6, 7, 8, 9], await journal.SeqsAsync());
        Assert.Empty(await journal.SeqsAsync(new JournalQuery { Words = "old" }));
        Assert.Equal(0, (await journal.AppendAsync(Batches.Of(0, 5))).Stored); // Still known: it doesn't come back.
    }

    [Fact]
    public async Task RemoveOldest_BySize_RemovesFromTheOldEndUntilItFits()
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        for (var i = 0; i < 20; i++)
        {
            await journal.AppendAsync(Batches.Of(i * 1_000, 1_000, words: $"word{i}"));
        }

        while (await journal.RemoveOldestAsync(DateTimeOffset.MinValue, 1 << 20) > 0)
        {
            Assert.NotEmpty(await journal.AllAsync());
        }

        var left = (await journal.SeqsAsync()).ToArray();
        Assert.InRange(left.Length, 1_000, 15_000);
        Assert.Equal(19_999, left[^1]);
        Assert.Equal(left[0] + left.Length - 1, left[^1]);
    }

    private protected abstract Task<IJournalHome> HomeAsync();

    private async Task<IJournal> FilledAsync(IJournalHome home)
    {
        var journal = await home.OpenAsync(_clock);
        await journal.AppendAsync(Batches.Of(0, 6));
        await journal.AppendAsync(Batches.Of(0, 1, device: "d2"));
        await journal.AppendAsync(Batches.Of(6, 4));
        await journal.AppendAsync(Batches.Of(0, 1, device: "d3"));
        return journal;
    }
}
