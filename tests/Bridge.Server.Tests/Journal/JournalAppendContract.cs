using Bridge.Server.Journal;

namespace Bridge.Server.Tests.Journal;

/// <summary>What every journal must do with what is appended: exactly once, in order, and durable.</summary>
public abstract class JournalAppendContract
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Append_ABatch_ReadsBackByteForByte()
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        var receipt = await journal.AppendAsync(Batches.Of(0, 3));
        var entries = await journal.AllAsync();
        Assert.Equal(new JournalReceipt(3, 0, 0, entries[2].Cursor), receipt);
        var first = entries[0];
        Assert.Equal(("main", "d1", "p1", "log", 0L, 1_772_366_400_000.5, JournalLevel.Log), (first.Room, first.Device, first.Page, first.Feed, first.Seq, first.Origin, first.Level));
        Assert.Equal(_clock.Now, first.Received);
        Assert.Equal("""{"t":2.5,"args":["é2"]}""", entries[2].Text());
    }

    [Fact]
    public async Task Append_OfWhatIsThere_IsLeftOut()
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        await journal.AppendAsync(Batches.Of(0, 5));
        Assert.Equal(new JournalReceipt(0, 5, 0, null), await journal.AppendAsync(Batches.Of(0, 5)));
        Assert.Equal(new JournalReceipt(0, 2, 0, null), await journal.AppendAsync(Batches.Of(2, 2)));
        Assert.Equal([0, 1, 2, 3, 4], await journal.SeqsAsync());
    }

    [Fact]
    public async Task Append_PartlyThere_KeepsTheRest()
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        await journal.AppendAsync(Batches.Of(0, 3));
        var receipt = await journal.AppendAsync(Batches.Of(1, 5));
        Assert.Equal((3, 2, 0L), (receipt.Stored, receipt.Known, receipt.Missing));
        Assert.Equal([0, 1, 2, 3, 4, 5], await journal.SeqsAsync());
    }

    [Fact]
    public async Task Append_BeyondTheNextNumber_SaysWhatIsMissing()
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        await journal.AppendAsync(Batches.Of(0, 2));
        Assert.Equal(8, (await journal.AppendAsync(Batches.Of(10, 2))).Missing);
        Assert.Equal([0, 0, 8, 0], (await journal.AllAsync()).Select(entry => entry.Missing));
    }

    [Theory]
    [InlineData(2, 8, 0, 0)] // the whole gap
    [InlineData(2, 3, 5, 0)] // its beginning
    [InlineData(7, 3, 0, 5)] // its end
    [InlineData(4, 2, 4, 2)] // its middle
    [InlineData(0, 5, 5, 0)] // over its beginning
    [InlineData(0, 14, 0, 0)] // over all
    public async Task Append_IntoAGap_FillsIt(long seq, int count, long missingAfter, long missingBefore)
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        await journal.AppendAsync(Batches.Of(0, 2));
        await journal.AppendAsync(Batches.Of(10, 2));
        await journal.AppendAsync(Batches.Of(seq, count));
        var entries = (await journal.AllAsync()).ToDictionary(entry => entry.Seq);
        Assert.Equal(missingAfter, entries[10].Missing);
        Assert.Equal(missingBefore, entries[Math.Max(seq, 2)].Missing);
        Assert.All(Enumerable.Range((int)seq, count), number => Assert.Contains($"é{number}\"", entries[number].Text(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Append_SameNumbersOfAnotherStream_AreOthers()
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        JournalBatch[] batches = [Batches.Of(0, 1), Batches.Of(0, 1, page: "p2"), Batches.Of(0, 1, device: "d2"), Batches.Of(0, 1, room: "other"), Batches.Of(0, 1, feed: "net")];
        foreach (var batch in batches)
        {
            Assert.Equal(1, (await journal.AppendAsync(batch)).Stored);
        }

        Assert.Equal(5, (await journal.AllAsync(new JournalQuery())).Count);
    }

    [Fact]
    public async Task Append_ByManyAtOnce_KeepsEveryStreamInOrder()
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(device => Task.WhenAll(Enumerable.Range(0, 30).Select(i => journal.AppendAsync(Batches.Of(i * 5, 5, device: $"d{device}"))))));
        var entries = await journal.AllAsync();
        Assert.Equal(20 * 150, entries.Count);
        Assert.All(entries.GroupBy(entry => entry.Device), device => Assert.Equal(Enumerable.Range(0, 150).Select(n => (long)n), device.Select(entry => entry.Seq)));
        Assert.Equal(entries.Count, entries.Select(entry => entry.Cursor).Distinct().Count());
    }

    [Fact]
    public async Task Append_InAnyOrderWithRepeats_KeepsEveryNumberOnceAndTheGapsRight()
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        var random = new Random(20_260_301);
        var sent = new HashSet<long>();
        for (var i = 0; i < 300; i++)
        {
            var seq = random.Next(400);
            var count = random.Next(1, 12);
            var expected = Enumerable.Range(seq, count).Count(number => sent.Add(number));
            Assert.Equal(expected, (await journal.AppendAsync(Batches.Of(seq, count))).Stored);
        }

        var entries = (await journal.AllAsync()).OrderBy(entry => entry.Seq).ToArray();
        Assert.Equal(sent.Order(), entries.Select(entry => entry.Seq));
        var before = entries.Select(entry => entry.Seq).Prepend(-1);
        Assert.Equal(entries.Zip(before, (entry, previous) => entry.Seq - previous - 1), entries.Select(entry => entry.Missing));
    }

    [Fact]
    public async Task Append_AfterReopening_GoesOnWhereItWas()
    {
        await using var home = await HomeAsync();
        string? cursor;
        await using (var journal = await home.OpenAsync(_clock))
        {
            cursor = (await journal.AppendAsync(Batches.Of(0, 3))).Cursor;
        }

        await using var again = await home.OpenAsync(_clock);
        Assert.Equal(1, (await again.AppendAsync(Batches.Of(1, 3))).Stored);
        Assert.Equal([3], await again.SeqsAsync(new JournalQuery { Room = "main", Since = cursor }));
    }

    [Fact]
    public async Task Append_ByTwoRelaysOnOneStore_NeverHidesAnEntryFromAFollower()
    {
        await using var home = await HomeAsync();
        await using var one = await home.OpenAsync(_clock);
        await using var two = await home.OpenAsync(_clock);
        var writing = Task.WhenAll(new[] { one, two }.SelectMany((journal, relay) => Enumerable.Range(0, 4).Select(device => Task.Run(async () =>
        {
            for (var seq = 0; seq < 60; seq += 3)
            {
                await journal.AppendAsync(Batches.Of(seq, 3, device: $"r{relay}d{device}"));
            }
        }))));
        var seen = new List<JournalEntry>();
        bool ended;
        do
        {
            ended = writing.IsCompleted; // Looked at before the read, so that the last read is after the last write.
            seen.AddRange(await one.AllAsync(new JournalQuery { Since = seen.LastOrDefault()?.Cursor }));
        }
        while (!ended);
        await writing;
        Assert.Equal((await two.AllAsync()).Select(entry => entry.Cursor), seen.Select(entry => entry.Cursor));
        Assert.Equal(8 * 60, seen.Count);
    }

    [Fact]
    public async Task Append_OfNumbersThatAnotherRelayStored_IsLeftOut()
    {
        await using var home = await HomeAsync();
        await using var one = await home.OpenAsync(_clock);
        await using var two = await home.OpenAsync(_clock);
        await one.AppendAsync(Batches.Of(0, 3));
        Assert.Equal(1, (await two.AppendAsync(Batches.Of(0, 4))).Stored);
        Assert.Equal(1, (await one.AppendAsync(Batches.Of(2, 3))).Stored);
        Assert.Equal([0, 1, 2, 3, 4], await one.SeqsAsync());
    }

    [Fact]
    public async Task Append_BehindWhatWasRefused_WaitsForThatToComeAgain()
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        await journal.AppendAsync(Batches.Of(0, 2));
        journal.Refuse(Batches.Of(2, 2));
        await Assert.ThrowsAsync<JournalOrderException>(() => journal.AppendAsync(Batches.Of(4, 2)));
        await journal.AppendAsync(Batches.Of(4, 2, page: "p2")); // Another stream waits for nobody.
        await journal.AppendAsync(Batches.Of(2, 2));
        await journal.AppendAsync(Batches.Of(4, 2));
        Assert.Equal([0, 1, 2, 3, 4, 5], await journal.SeqsAsync(new JournalQuery { Room = "main", Page = "p1" }));
    }

    [Fact]
    public async Task Committed_OnceDurable_TellsWhatWasNewInOrder()
    {
        await using var home = await HomeAsync();
        await using var journal = await home.OpenAsync(_clock);
        var cursors = new List<string>();
        journal.Committed += commit => cursors.Add(commit.Receipt.Cursor!);
        await journal.AppendAsync(Batches.Of(0, 3));
        await journal.AppendAsync(Batches.Of(0, 3)); // Nothing new: not told.
        await journal.AppendAsync(Batches.Of(3, 1));
        Assert.Equal((await journal.AllAsync()).Where(entry => entry.Seq >= 2).Select(entry => entry.Cursor), cursors);
    }

    private protected abstract Task<IJournalHome> HomeAsync();
}
