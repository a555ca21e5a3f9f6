namespace Bridge.Server.LiveReload;

/// <summary>
/// The build of the site as it is now: injected into each page, so that one that was asleep can tell whether it is out of date.
/// </summary>
internal sealed class SiteBuild
{
    // Of a site whose content isn't watched only the triggers are known; two runs of a relay have none in common.
    private readonly string _run = Convert.ToHexStringLower(BitConverter.GetBytes(Random.Shared.NextInt64()))[..10];
    private volatile string? _content;
    private int _triggers;

    /// <summary>The build; never the same for two contents.</summary>
    public string Current => _content ?? $"{_run}{_triggers:x6}";

    /// <summary>The content has this hash now.</summary>
    public void Set(string content) => _content = content;

    /// <summary>Somebody says that the site has changed. Where the content is watched, that knows better.</summary>
    public void Trigger() => Interlocked.Increment(ref _triggers);
}
