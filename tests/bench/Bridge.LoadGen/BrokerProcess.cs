using System.Globalization;

namespace Bridge.LoadGen;

/// <summary>The broker's CPU time and memory, from <c>/proc</c>.</summary>
internal sealed class BrokerProcess(int pid)
{
    private const double TicksPerSecond = 100;

    /// <summary>User and system time so far, in seconds; zero if no process was named.</summary>
    public double CpuSeconds()
    {
        if (pid == 0)
        {
            return 0;
        }

        var stat = File.ReadAllText($"/proc/{pid}/stat");
        // The name in parentheses may hold anything; utime and stime are the 12th and 13th fields after it.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Resident memory in KiB.</summary>
    public long ResidentKiB()
    {
        if (pid == 0)
        {
            return 0;
        }

        var line = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
