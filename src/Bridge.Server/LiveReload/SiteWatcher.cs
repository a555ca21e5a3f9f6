using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Server.LiveReload;

/// <summary>
/// Watches the site's folder and takes its changes to the devices.
/// <code>
/// system or walk -> ChangeCoalescer -> queue -> SiteContent: is it really another? -> LiveReloadService: swap or reload
/// </code>
/// </summary>
internal sealed class SiteWatcher(
    LiveReloadService service, SiteBuild build, IOptions<LiveReloadOptions> options, TimeProvider time, ILogger<SiteWatcher> logger) : BackgroundService
{
    // A batch is read in a millisecond; behind a full queue a walk finds what was lost.
    private readonly Channel<ChangeBatch> _batches = Channel.CreateBounded<ChangeBatch>(16);
    private readonly LiveReloadOptions _options = options.Value;
    private readonly TaskCompletionSource _watching = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ChangeCoalescer? _changes;
    private int _lost;

    /// <summary>Ends when changes are noticed from now on.</summary>
    public Task Watching => _watching.Task;

    /// <summary>The full paths that have changed and wait until the folder is quiet.</summary>
    public IReadOnlyList<string> Waiting => _changes?.Waiting ?? [];

    /// <summary>
    /// Returns when the content is known: a page that is loaded or comes back before would be taken for one of another build, and a change
    /// before it would be noticed by nobody.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await Task.WhenAny(Watching, ExecuteTask!).WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.Directory is not { } directory)
        {
            return;
        }

        var root = Path.TrimEndingDirectorySeparator(new DirectoryInfo(directory).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(directory));
        using var changes = _changes = new ChangeCoalescer(time, Pass, OpenWriters.None);
        using var watch = Watch(root, changes);
        var content = new SiteContent(root, _options.GitIgnore, _options.MostFiles);
        build.Set(content.Build);
        logger.Watching(content.Count, root, watch.Way);
        if (content.IsFull)
        {
            logger.TooMany(content.Count, root);
        }

        _watching.SetResult();
        await foreach (var batch in _batches.Reader.ReadAllAsync(stoppingToken))
        {
            Apply(batch, content, stoppingToken);
        }
    }

    private void Pass(ChangeBatch batch)
    {
        if (!_batches.Writer.TryWrite(batch))
        {
            // Should the queue have been emptied in between, nobody would look at this before the next change: hence the second try.
            Interlocked.Exchange(ref _lost, 1);
            _batches.Writer.TryWrite(batch);
        }
    }

    private IFolderWatch Watch(string root, ChangeCoalescer changes)
    {
        if (!_options.Polling)
        {
            try
            {
                return new EventWatch(root, changes);
            }
            catch (IOException e)
            {
                logger.CannotWatch(root, e.Message);
            }
        }

        return new PollWatch(time, _options.PollInterval, changes);
    }

    private void Apply(ChangeBatch batch, SiteContent content, CancellationToken cancellation)
    {
        var walk = batch.Everything || Interlocked.Exchange(ref _lost, 0) == 1;
        var changed = walk ? content.Walk() : [.. batch.Paths.SelectMany(content.Look).Distinct(StringComparer.Ordinal)];
        if (changed.Count == 0)
        {
            return;
        }

        // The build first: a page that is loaded from now on is of the new one.
        build.Set(content.Build);
        logger.Changed(string.Join(", ", changed.Take(10)));
        service.Changed([.. changed.Select(path => content.Describe(path, alone: changed.Count == 1))], batch.Started, cancellation);
    }
}
