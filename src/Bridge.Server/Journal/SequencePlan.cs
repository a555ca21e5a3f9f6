using System.Runtime.InteropServices;

namespace Bridge.Server.Journal;

/// <summary>What of a batch is new, given what its stream has: runs to store, and stored items whose gap got smaller.</summary>
internal sealed class SequencePlan
{
    /// <summary>Numbers that never came: from <paramref name="First"/> up to, not including, the stored item <paramref name="Next"/>.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Gap(long First, long Next);

    /// <summary>Items to store, by their place in the batch; <paramref name="Missing"/> numbers are absent right before the first.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Run(int Offset, int Count, long Missing);

    /// <summary>A stored item before which <paramref name="Missing"/> numbers are absent from now on.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Closing(long Seq, long Missing);

    public List<Run> Runs { get; } = [];

    public List<Closing> Closings { get; } = [];

    /// <summary>The stream's next number afterwards.</summary>
    public long Next { get; private init; }

    public int Stored => Runs.Sum(run => run.Count);

    /// <summary>
    /// Plans an append of the items [<paramref name="first"/>, first + <paramref name="count"/>) to a stream whose next number
    /// is <paramref name="next"/> and which has <paramref name="gaps"/>, ascending, that touch the batch.
    /// </summary>
    public static SequencePlan For(long next, IReadOnlyList<Gap> gaps, long first, int count)
    {
        var end = first + count;
        var plan = new SequencePlan { Next = Math.Max(next, end) };
        foreach (var gap in gaps)
        {
            var from = Math.Max(gap.First, first);
            var to = Math.Min(gap.Next, end);
            if (from < to)
            {
                plan.Runs.Add(new Run((int)(from - first), (int)(to - from), from - gap.First));
                plan.Closings.Add(new Closing(gap.Next, gap.Next - to));
            }
        }

        if (end > next)
        {
            var from = Math.Max(first, next);
            plan.Runs.Add(new Run((int)(from - first), (int)(end - from), from - next));
        }

        return plan;
    }
}
