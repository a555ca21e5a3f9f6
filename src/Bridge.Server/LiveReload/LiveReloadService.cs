namespace Bridge.Server.LiveReload;

/// <summary>Decides what a change asks of pages, and has it sent.</summary>
internal sealed class LiveReloadService(ChangeSender sender, LiveReloadClients clients, SiteBuild build, TimeProvider time)
{
    /// <summary>The watched folder has changed. Returns at once; what becomes of it is told by notices.</summary>
    public void Changed(IReadOnlyList<SiteChange> changes, long started, CancellationToken cancellation)
    {
        var swaps = new List<string>();
        var reload = false;
        foreach (var change in changes)
        {
            var kind = ChangeKinds.Of(change.Path);
            if (kind == ChangeKind.Swap && change.Exists)
            {
                swaps.Add(change.Address);
            }

            reload |= kind == ChangeKind.Reload || (kind == ChangeKind.Swap && !change.Exists);
        }

        if (reload || swaps.Count > 0)
        {
            _ = SendAsync(reload ? [.. changes.Select(change => change.Address)] : swaps, reload, started, cancellation);
        }
    }

    /// <summary>Somebody says what has changed: a build tool, an editor, a person. Nothing said is everything.</summary>
    public Task<IReadOnlyList<DeviceAck>> TriggerAsync(IReadOnlyList<string> files, CancellationToken cancellation)
    {
        build.Trigger();
        var addresses = files.Select(file => "/" + file.Replace('\\', '/').TrimStart('.', '/')).ToList();
        var reload = addresses.Count == 0 || addresses.Exists(file => ChangeKinds.Of(file) != ChangeKind.Swap);
        return SendAsync(addresses, reload, time.GetTimestamp(), cancellation);
    }

    private Task<IReadOnlyList<DeviceAck>> SendAsync(IReadOnlyList<string> files, bool reload, long started, CancellationToken cancellation)
    {
        clients.Tell(files, reload);
        return reload ? sender.ReloadAsync(files, started, cancellation) : sender.SwapAsync(files, started, cancellation);
    }
}
