namespace Bridge.LoadGen;

/// <summary>Latencies in steps of a microsecond up to a second; longer ones count as a second.</summary>
internal sealed class LatencyHistogram
{
    private readonly long[] _counts = new long[1_000_001];

    public long Count { get; private set; }

    public void Add(long microseconds)
    {
        _counts[Math.Clamp(microseconds, 0, 1_000_000)]++;
        Count++;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    /// <summary>The latency that a share of all stayed within, in microseconds.</summary>
    public long Quantile(double share)
    {
        var rank = (long)Math.Ceiling(Count * share);
        for (var i = 0; i < _counts.Length; i++)
        {
            rank -= _counts[i];
            if (rank <= 0)
            {
                return i;
            }
        }

        return 0;
    }
}
