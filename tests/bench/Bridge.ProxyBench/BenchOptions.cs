using System.Globalization;

namespace Bridge.ProxyBench;

/// <summary>What to measure, of whom, and for how long.</summary>
internal sealed record BenchOptions(string Mode, IReadOnlyList<Target> Targets, string Path, int Rounds, int Requests, int Connections, int Seconds, long Length)
{
    /// <summary>Reads <c>mode --target … --path …</c> and so on.</summary>
    public static BenchOptions Parse(string[] arguments)
    {
        if (arguments.Length == 0 || arguments.Length % 2 == 0)
        {
            throw new FormatException("Give a mode, then options with a value each.");
        }

        var given = arguments[1..].Chunk(2).ToLookup(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        int Number(string name, int usual) => given[name].LastOrDefault() is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
        return new BenchOptions(
            arguments[0],
            [.. given["--target"].Select(Target.Parse)],
            given["--path"].LastOrDefault() ?? "/",
            Number("--rounds", 5),
            Number("--requests", 100),
            Number("--connections", 16),
            Number("--seconds", 2),
            Number("--length", 0));
    }
}
