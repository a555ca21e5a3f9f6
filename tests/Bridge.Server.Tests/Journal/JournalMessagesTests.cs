using System.Text;
using Bridge.Server.Journal;

namespace Bridge.Server.Tests.Journal;

public sealed class JournalMessagesTests
{
    private readonly FakeJournal _journal = new();

    [Fact]
    public async Task ReadMessages_ItemsThatCameTogether_AreOneBatchAgain()
    {
        Add(0, 3);
        var message = Assert.Single(await ReadAsync());
        Assert.Equal("bridge/v1/main/d1/up/log", message.Topic);
        Assert.Equal("c2", message.Cursor);
        Assert.Equal("""{"page":"p1","seq":0,"origin":1.5,"items":[{"n":0},{"n":1},{"n":2}]}""", Encoding.UTF8.GetString(message.Payload.Span));
    }

    [Fact]
    public async Task ReadMessages_AGapAnotherTimeOrStream_BeginsTheNext()
    {
        Add(0, 2);
        Add(5, 1);
        Add(6, 1, received: 1);
        Add(7, 1, received: 1, page: "p2");
        Add(8, 1, received: 1, page: "p2", feed: "net");
        Assert.Equal([0, 5, 6, 7, 8], (await ReadAsync()).Select(FirstSeq));
    }

    [Fact]
    public async Task ReadMessages_ManyItems_AreCutIntoMessages()
    {
        Add(0, 300);
        Assert.Equal([0, 128, 256], (await ReadAsync()).Select(FirstSeq));
    }

    private static long FirstSeq(JournalMessage message) => System.Text.Json.JsonDocument.Parse(message.Payload).RootElement.GetProperty("seq").GetInt64();

    private void Add(long seq, int count, int received = 0, string page = "p1", string feed = "log") => _journal.Entries.AddRange(Enumerable.Range(0, count).Select(i => new JournalEntry(
        $"c{seq + i}", DateTimeOffset.UnixEpoch.AddSeconds(received), "main", "d1", page, feed, seq + i, 1.5, JournalLevel.Log, 0, Encoding.UTF8.GetBytes($$"""{"n":{{seq + i}}}"""))));

    private async Task<List<JournalMessage>> ReadAsync() => await _journal.ReadMessagesAsync(new JournalQuery()).ToListAsync();
}
