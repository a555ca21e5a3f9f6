namespace Bridge.Faults;

/// <summary>A relay's wall clock, set while it runs: libfaketime in its process, which reads the offset from a file. What measures time (monotonic) goes on as it is.</summary>
internal sealed class SettableClock
{
    private readonly string _file;

    public SettableClock(string file)
    {
        _file = file;
        Set(TimeSpan.Zero);
    }

    /// <summary>Where Debian's package "libfaketime" puts it; null where it isn't installed.</summary>
    public static string? Library { get; } = Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        : null;

    public IEnumerable<KeyValuePair<string, string>> Environment =>
    [
        new("LD_PRELOAD", Library!),
        new("FAKETIME_TIMESTAMP_FILE", _file),
        new("FAKETIME_NO_CACHE", "1"),
        new("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
    ];

    /// <summary>Sets it off the real time. A rename, so that it is never read half-written.</summary>
    public void Set(TimeSpan offset)
    {
        File.WriteAllText(_file + ".new", FormattableString.Invariant($"{(offset < TimeSpan.Zero ? "" : "+")}{offset.TotalSeconds:0}\n"));
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
