using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Bridge.Contracts.Topics;

namespace Bridge.Server.Journal;

/// <summary>Puts entries back into batches, so that history and live look the same to a console.</summary>
public static class JournalMessages
{
    /// <summary>Items and bytes of one message, beyond which the next begins: less than the broker takes from a device.</summary>
    private const int MaximumItems = 128;
    private const int MaximumBytes = 64 << 10;

    /// <summary>Reads as <see cref="IJournal.ReadAsync"/> does; entries that came together and follow each other become one message.</summary>
    public static async IAsyncEnumerable<JournalMessage> ReadMessagesAsync(
        this IJournal journal, JournalQuery query, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var run = new List<JournalEntry>();
        var bytes = 0;
        await foreach (var entry in journal.ReadAsync(query, cancellation))
        {
            if (run.Count > 0 && (bytes >= MaximumBytes || run.Count == MaximumItems || !Follows(run[^1], entry)))
            {
                yield return Message(run);
                run.Clear();
                bytes = 0;
            }

            run.Add(entry);
            bytes += entry.Json.Length;
        }

        if (run.Count > 0)
        {
            yield return Message(run);
        }
    }

    private static bool Follows(JournalEntry before, JournalEntry entry) =>
        entry.Seq == before.Seq + 1 && entry.Received == before.Received && entry.Page == before.Page
        && entry.Device == before.Device && entry.Feed == before.Feed && entry.Room == before.Room;

    private static JournalMessage Message(List<JournalEntry> run)
    {
        var first = run[0];
        var payload = new ArrayBufferWriter<byte>(64 + run.Sum(entry => entry.Json.Length + 1));
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            json.WriteString("page", first.Page);
            json.WriteNumber("seq", first.Seq);
            json.WriteNumber("origin", first.Origin);
            json.WriteStartArray("items");
            foreach (var entry in run)
            {
                json.WriteRawValue(entry.Json.Span, skipInputValidation: true); // Read once already, on its way in.
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new JournalMessage(BridgeTopic.Feed(first.Room, first.Device, first.Feed).ToString(), first.Received, run[^1].Cursor, first.Missing, payload.WrittenMemory);
    }
}
