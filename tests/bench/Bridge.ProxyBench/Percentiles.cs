namespace Bridge.ProxyBench;

/// <summary>Nearest rank.</summary>
internal static class Percentiles
{
    public static double Of(List<double> values, double rank)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(rank * sorted.Count) - 1, 0, sorted.Count - 1)];
    }
}
