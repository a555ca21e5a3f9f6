namespace Bridge.Server.Journal.Postgres;

/// <summary>The rows of a group, column by column, as one statement takes them.</summary>
internal sealed class AppendRows(int capacity)
{
    private readonly Dictionary<(long Stream, long Seq), int> _places = new(capacity);

    public List<long> Ids { get; } = new(capacity);

    public List<long> Streams { get; } = new(capacity);

    public List<long> Seqs { get; } = new(capacity);

    public List<short> Levels { get; } = new(capacity);

    public List<long> Missing { get; } = new(capacity);

    public List<byte[]> Json { get; } = new(capacity);

    public List<string> Words { get; } = new(capacity);

    /// <summary>What is to be changed of rows that are in the database already.</summary>
    public List<(long Stream, SequencePlan.Closing Closing)> Closings { get; } = [];

    public void Add(long id, long stream, long seq, long missing, JournalItem item)
    {
        _places.Add((stream, seq), Ids.Count);
        Ids.Add(id);
        Streams.Add(stream);
        Seqs.Add(seq);
        Levels.Add((short)item.Level);
        Missing.Add(missing);
        Json.Add(item.Json.ToArray());
        Words.Add(item.Words);
    }

    /// <summary>Fewer numbers are absent before an item: in this group, or stored before.</summary>
    public void Close(long stream, SequencePlan.Closing closing)
    {
        if (_places.TryGetValue((stream, closing.Seq), out var place))
        {
            Missing[place] = closing.Missing;
        }
        else
        {
            Closings.Add((stream, closing));
        }
    }
}
