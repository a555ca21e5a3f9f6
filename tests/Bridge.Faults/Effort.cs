namespace Bridge.Faults;

/// <summary>How hard the tests try: sized for CI, or for a long run with <c>BRIDGE_FAULTS=long</c>.</summary>
internal static class Effort
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("BRIDGE_FAULTS") == "long";

    /// <summary>Rounds of kill -9.</summary>
    public static int Kills => IsLong ? 200 : 20;

    /// <summary>Devices that log 100 lines a second each.</summary>
    public static int Devices => 50;

    /// <summary>Devices that come back at once.</summary>
    public static int Herd => IsLong ? 5_000 : 1_000;

    /// <summary>Copies of a journal whose WAL is torn at a random place.</summary>
    public static int Tears => IsLong ? 1_000 : 40;

    /// <summary>Thousands of lines that each device logs while a console reads slowly, several times what may wait for one; and without it.</summary>
    public static int SlowReading => IsLong ? 180 : 20;

    public static int Unhindered => IsLong ? 30 : 5;

    /// <summary>How often PostgreSQL is stopped, or its processes are killed.</summary>
    public static int DatabaseStops => IsLong ? 50 : 3;

    /// <summary>The ten seconds that are promised for stopping, and as much again twice for a machine that others stop now and then.</summary>
    public static TimeSpan TenSeconds => TimeSpan.FromSeconds(30);

    /// <summary>What any single wait may take: a busy CI machine's worst, not what is promised.</summary>
    public static TimeSpan Patience => TimeSpan.FromSeconds(90);

    /// <summary>The same for tools of others.</summary>
    public static string PatienceSeconds => $"{Patience.TotalSeconds:0}";
}
