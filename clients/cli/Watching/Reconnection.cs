namespace Bridge.Cli.Watching;

/// <summary>How long to wait before the next try: full jitter, up to 0.5 s at first, up to 5 s later. Local tools need not be shy.</summary>
internal sealed class Reconnection(Func<double> random)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private TimeSpan _most = First;

    public TimeSpan Next()
    {
        var wait = _most * random();
        _most = _most * 2 < Longest ? _most * 2 : Longest;
        return wait;
    }

    public void Reset() => _most = First;
}
