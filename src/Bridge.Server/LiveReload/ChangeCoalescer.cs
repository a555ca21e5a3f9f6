using System.Diagnostics;

namespace Bridge.Server.LiveReload;

/// <summary>
/// Collects events of a folder and passes them on together once it has been quiet for a while (<see cref="QuietPeriod"/>).
/// Thread-safe; passes on from a timer's thread, one batch at a time.
/// </summary>
internal sealed class ChangeCoalescer : IDisposable
{
    /// <summary>Paths of one batch; more of them are a change of everything.</summary>
    public const int MostPaths = 10_000;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly Action<ChangeBatch> _pass;
    private readonly Func<string, bool> _isComplete;
    private readonly FineTimer _timer;
    private readonly Dictionary<string, bool> _paths = new(StringComparer.Ordinal);
    private bool _everything;
    private bool _built;
    private long? _started;
    private long? _passed;

    /// <param name="time">The clock.</param>
    /// <param name="pass">Takes each batch.</param>
    /// <param name="isComplete">Whether it is sure that nobody writes a file any more; null where that can't be told.</param>
    public ChangeCoalescer(TimeProvider time, Action<ChangeBatch> pass, Func<string, bool>? isComplete = null)
    {
        (_time, _pass, _isComplete) = (time, pass, isComplete ?? (_ => false));
        _timer = new FineTimer(time, Pass);
    }

    /// <summary>The paths that have changed and wait until the folder is quiet.</summary>
    public IReadOnlyList<string> Waiting
    {
        get
        {
            lock (_lock)
            {
                return [.. _paths.Keys];
            }
        }
    }

    /// <summary>Something happened to a path.</summary>
    /// <param name="fullPath">The path.</param>
    /// <param name="gone">Whether nothing is there now.</param>
    public void Add(string fullPath, bool gone)
    {
        lock (_lock)
        {
            if (_paths.Count < MostPaths || _paths.ContainsKey(fullPath))
            {
                _paths[fullPath] = gone;
                _built |= IsBuilt(fullPath);
            }
            else
            {
                _everything = true;
            }

            WaitWithLock();
        }
    }

    /// <summary>Events were lost, or nobody tells of them. Once that is known it says no more when it is said again, so it doesn't put off the batch.</summary>
    public void AddEverything()
    {
        lock (_lock)
        {
            if (!_everything)
            {
                _everything = true;
                WaitWithLock();
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void WaitWithLock()
    {
        var isFirst = _started is null;
        _started ??= _time.GetTimestamp();
        var inAftermath = _passed is { } passed && _time.GetElapsedTime(passed) < QuietPeriod.Aftermath;
        var gone = _paths.ContainsValue(true);
        ChangeKind? complete = _paths.Count == 1 && !gone && !inAftermath && _paths.Keys.First() is var path && IsComplete(path, isFirst) ? ChangeKinds.Of(path) : null;
        var quiet = _everything || _built ? QuietPeriod.Build : QuietPeriod.For(_paths.Count, gone, inAftermath, complete);
        var left = QuietPeriod.Longest - _time.GetElapsedTime(_started.Value);
        _timer.Change(left < quiet ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : quiet);
    }

    // Nobody types a hash: a build writes it, and the page that names it.
    private static bool IsBuilt(string path) => ChangeKinds.Of(path) == ChangeKind.Swap && HashedName.Stem(path) is not null;

    /// <summary>A save begins with its truncation, and the rest follows at once: at the first event it is worth a moment.</summary>
    private bool IsComplete(string path, bool isFirst)
    {
        var began = Stopwatch.GetTimestamp();
        var spin = default(SpinWait);
        while (!_isComplete(path))
        {
            if (!isFirst || Stopwatch.GetElapsedTime(began) > QuietPeriod.Writing)
            {
                return false;
            }

            spin.SpinOnce(sleep1Threshold: -1);
        }

        return true;
    }

    private void Pass()
    {
        ChangeBatch batch;
        lock (_lock)
        {
            if (_started is not { } started)
            {
                return;
            }

            batch = new ChangeBatch([.. _paths.Keys], _everything, started);
            _paths.Clear();
            (_everything, _built, _started, _passed) = (false, false, null, _time.GetTimestamp());
        }

        _pass(batch);
    }
}
