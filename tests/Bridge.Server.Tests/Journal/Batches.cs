using System.Text;
using Bridge.Server.Journal;

namespace Bridge.Server.Tests.Journal;

/// <summary>Makes batches, and takes them apart again.</summary>
internal static class Batches
{
    public static JournalBatch Of(long seq, int count, string page = "p1", string device = "d1", string room = "main", string feed = "log", JournalLevel level = JournalLevel.Log, string words = "") =>
        new(room, device, page, feed, seq, 1_772_366_400_000.5, [.. Enumerable.Range(0, count).Select(i => Item(seq + i, level, words))]);

    public static JournalItem Item(long number, JournalLevel level = JournalLevel.Log, string words = "") =>
        new(Encoding.UTF8.GetBytes($$"""{"t":{{number}}.5,"args":["é{{number}}"]}"""), level, words);

    public static string Text(this JournalEntry entry) => Encoding.UTF8.GetString(entry.Json.Span);

    public static async Task<List<JournalEntry>> AllAsync(this IJournal journal, JournalQuery? query = null)
    {
        var entries = new List<JournalEntry>();
        await foreach (var entry in journal.ReadAsync(query ?? new JournalQuery { Room = "main" }))
        {
            entries.Add(entry);
        }

        return entries;
    }

    public static async Task<IEnumerable<long>> SeqsAsync(this IJournal journal, JournalQuery? query = null) => (await journal.AllAsync(query)).ConvertAll(entry => entry.Seq);
}
