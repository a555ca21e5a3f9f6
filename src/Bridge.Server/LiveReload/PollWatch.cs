namespace Bridge.Server.LiveReload;

/// <summary>Walks a folder at intervals, for those of which the system tells nothing.</summary>
internal sealed class PollWatch : IFolderWatch
{
    private readonly ITimer _timer;

    public PollWatch(TimeProvider time, TimeSpan interval, ChangeCoalescer changes)
    {
        Way = $"polling every {interval.TotalMilliseconds:0} ms";
        _timer = time.CreateTimer(_ => changes.AddEverything(), null, interval, interval);
    }

    public string Way { get; }

    public void Dispose() => _timer.Dispose();
}
