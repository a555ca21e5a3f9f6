namespace Bridge.Server.LiveReload;

/// <summary>
/// How long a folder must be quiet before its changes count as complete. One save is over at once; a build goes on. So the
/// period is a few milliseconds for one file, and grows with what a build looks like.
/// </summary>
internal static class QuietPeriod
{
    /// <summary>
    /// One file that nobody writes any more and that is swapped in place: at once. Should it be the first of a build, the reload that
    /// follows is still the only one.
    /// </summary>
    public static readonly TimeSpan Swap = TimeSpan.Zero;

    /// <summary>One file that nobody writes any more and that asks for a reload: a build's next one comes within this.</summary>
    public static readonly TimeSpan Closed = TimeSpan.FromMilliseconds(2);

    /// <summary>Between a save's truncation and the file's being closed; some five times of what it takes.</summary>
    public static readonly TimeSpan Writing = TimeSpan.FromMilliseconds(0.5);

    /// <summary>One file of which it isn't known whether it is complete: an editor truncates, writes and closes within this.</summary>
    public static readonly TimeSpan Save = TimeSpan.FromMilliseconds(4);

    /// <summary>A file has gone: one that replaces it is likely to follow, as when an editor renames or a build cleans up first.</summary>
    public static readonly TimeSpan Gone = TimeSpan.FromMilliseconds(60);

    /// <summary>Several files, or more right after the last ones went out: the start of a build.</summary>
    public static readonly TimeSpan Several = TimeSpan.FromMilliseconds(50);

    /// <summary>Many files: a build under way.</summary>
    public static readonly TimeSpan Build = TimeSpan.FromMilliseconds(150);

    /// <summary>How long after changes went out more of them belong to the same build.</summary>
    public static readonly TimeSpan Aftermath = TimeSpan.FromMilliseconds(300);

    /// <summary>The longest that changes wait while a folder never gets quiet.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <summary>The period for what has changed so far.</summary>
    /// <param name="files">Distinct paths.</param>
    /// <param name="gone">Whether one of them is gone.</param>
    /// <param name="inAftermath">Whether changes went out just before.</param>
    /// <param name="complete">What a single file asks of a page, where nobody writes it any more; null where that isn't so.</param>
    public static TimeSpan For(int files, bool gone, bool inAftermath, ChangeKind? complete = null) => files switch
    {
        >= 8 => Build,
        >= 3 => Several,
        _ when inAftermath => Several,
        _ when gone => Gone,
        1 when complete is { } kind => kind == ChangeKind.Swap ? Swap : Closed,
        _ => Save,
    };
}
