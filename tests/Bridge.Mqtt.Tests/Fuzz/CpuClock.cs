using System.Runtime.InteropServices;

namespace Bridge.Mqtt.Tests.Fuzz;

/// <summary>Time that the calling thread has spent computing: other processes on the machine don't count, unlike with a stopwatch.</summary>
internal static partial class CpuClock
{
    /// <summary>
    /// How often a case must be slow, one time after the other, until it is the case that is slow: a virtual processor that is taken away counts
    /// as computing, and so does a collection of garbage, but neither comes each time.
    /// </summary>
    public const int Times = 5;

    private const int ThreadCpuTime = 3;

    /// <summary>Milliseconds of this thread.</summary>
    public static double Milliseconds
    {
        get
        {
            _ = GetTime(ThreadCpuTime, out var time);
            return (time.Seconds * 1e3) + (time.Nanoseconds / 1e6);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
