namespace Bridge.Mqtt.Tests.Fuzz;

/// <summary>
/// Ends the process, with the seed and the case that hang, where a loop makes no progress at all for minutes. What is merely slow is found by
/// <see cref="CpuClock"/>.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Timer _timer;
    private readonly string _what;
    private long _progress;
    private long _last = -1;

    public Watchdog(string what)
    {
        _what = what;
        _timer = new Timer(_ => Look(), null, Patience, Patience);
    }

    /// <summary>Notes that a case has begun.</summary>
    public void Note(long progress) => Volatile.Write(ref _progress, progress);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var progress = Volatile.Read(ref _progress);
        if (progress == _last)
        {
            Environment.FailFast($"{_what} hangs in case {progress}");
        }

        _last = progress;
    }
}
