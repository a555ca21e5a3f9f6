using Microsoft.Extensions.Options;

namespace Bridge.Server.LiveReload;

/// <summary>Decides what a change asks of pages, and has it sent.</summary>
internal sealed class LiveReloadService(ChangeSender sender, LiveReloadClients clients, SiteBuild build, IOptions<LiveReloadOptions> options, TimeProvider time)
{
    private readonly TriggeredFiles _triggered = new(options.Value.Directory);

    /// <summary>The watched folder has changed. Returns at once; what becomes of it is told by notices.</summary>
    public void Changed(IReadOnlyList<SiteChange> changes, long started, CancellationToken cancellation)
    {
        var plan = ChangePlan.For(changes);
        if (plan.IsEmpty)
        {
            return;
        }

        // Others know nothing of new names.
        clients.Tell(plan.Files, plan.Reload || plan.Renamed.Count > 0);
        _ = plan.Reload ? sender.ReloadAsync(plan.Files, started, cancellation) : sender.SwapAsync(plan.Files, started, cancellation, plan.Renamed, text: plan.Text);
    }

    /// <summary>Somebody says what has changed: a build tool, an editor, a person. Nothing said is everything.</summary>
    public Task<IReadOnlyList<DeviceAck>> TriggerAsync(IReadOnlyList<string> files, CancellationToken cancellation)
    {
        build.Trigger();
        var addresses = files.Select(_triggered.Address).ToList();
        var reload = addresses.Count == 0 || addresses.Exists(file => ChangeKinds.Of(file) != ChangeKind.Swap);
        clients.Tell(addresses, reload);
        var started = time.GetTimestamp();
        return reload ? sender.ReloadAsync(addresses, started, cancellation) : sender.SwapAsync(addresses, started, cancellation, near: true);
    }
}
