namespace Bridge.Server.Journal.Postgres;

/// <summary>A stream while a group is planned: as the database has it, and as the group's batches change it one by one.</summary>
internal sealed class StreamState(long id, long next)
{
    private readonly List<SequencePlan.Gap> _gaps = [];

    public long Id => id;

    /// <summary>The next number in the database.</summary>
    public long StoredNext { get; } = next;

    /// <summary>The next number after the batches planned so far.</summary>
    public long Next { get; private set; } = next;

    public void AddGap(SequencePlan.Gap gap)
    {
        _gaps.Add(gap);
        _gaps.Sort((a, b) => a.First.CompareTo(b.First));
    }

    /// <summary>Plans the next batch, and keeps gaps and number for the one after it.</summary>
    public SequencePlan Plan(JournalBatch batch)
    {
        var plan = SequencePlan.For(Next, _gaps, batch.Seq, batch.Items.Count);
        Next = plan.Next;
        foreach (var closing in plan.Closings)
        {
            _gaps.RemoveAll(gap => gap.Next == closing.Seq);
            if (closing.Missing > 0)
            {
                AddGap(new SequencePlan.Gap(closing.Seq - closing.Missing, closing.Seq));
            }
        }

        foreach (var run in plan.Runs.Where(run => run.Missing > 0))
        {
            var first = batch.Seq + run.Offset;
            AddGap(new SequencePlan.Gap(first - run.Missing, first));
        }

        return plan;
    }
}
