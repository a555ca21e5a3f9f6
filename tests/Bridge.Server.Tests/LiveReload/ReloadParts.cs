using Bridge.Server.LiveReload;
using Bridge.Server.Relay;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Tests.LiveReload;

/// <summary>Live reload with devices of a test's own making.</summary>
internal sealed class ReloadParts : IAsyncDisposable
{
    private SiteWatcher? _watcher;

    public ReloadParts(LiveReloadOptions? options = null, TimeProvider? time = null)
    {
        Options = Microsoft.Extensions.Options.Options.Create(options ?? new LiveReloadOptions());
        Time = time ?? TimeProvider.System;
        Notices.Posted += notice => Texts.Add(notice.Text);
        Sender = new ChangeSender(Targets, Build, Pages, Notices, Options, Time, NullLogger<ChangeSender>.Instance);
        Service = new LiveReloadService(Sender, Clients, Build, Options, Time);
    }

    public IOptions<LiveReloadOptions> Options { get; }

    public TimeProvider Time { get; }

    public FakeTargets Targets { get; } = new();

    public RelayNotices Notices { get; } = new();

    public List<string> Texts { get; } = [];

    public SiteBuild Build { get; } = new();

    public PageBuilds Pages { get; } = new();

    public LiveReloadClients Clients { get; } = new();

    public ChangeSender Sender { get; }

    public LiveReloadService Service { get; }

    public SiteWatcher Watcher => _watcher ?? throw new InvalidOperationException("Nothing is watched yet.");

    /// <summary>As the host starts it.</summary>
    public Task StartAsync()
    {
        _watcher = new SiteWatcher(Service, Build, Options, Time, NullLogger<SiteWatcher>.Instance);
        return _watcher.StartAsync(default);
    }

    public async Task WatchAsync()
    {
        await StartAsync();
        await Watcher.Watching;
    }

    /// <summary>What devices are sent after the next walk of the folder, and nothing beside it; by a clock that the test moves.</summary>
    public async Task<(string Command, string Args)> WalkAsync()
    {
        var time = (FakeTime)Time;
        time.Advance(Options.Value.PollInterval.TotalMilliseconds);
        time.Advance(QuietPeriod.Build.TotalMilliseconds);
        var (_, command, args) = await Targets.NextAsync();
        Assert.Equal(0, Targets.Waiting);
        return (command, args);
    }

    public async ValueTask DisposeAsync()
    {
        if (_watcher is not null)
        {
            await _watcher.StopAsync(default);
            _watcher.Dispose();
        }
    }
}
