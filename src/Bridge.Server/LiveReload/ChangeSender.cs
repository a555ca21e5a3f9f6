using System.Text.Json;
using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Server.Commands;
using Bridge.Server.Relay;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Server.LiveReload;

/// <summary>Takes a change to every device, and says what became of it.</summary>
internal sealed class ChangeSender(
    IReloadTargets targets, SiteBuild build, PageBuilds pages, RelayNotices notices, IOptions<LiveReloadOptions> options, TimeProvider time, ILogger<ChangeSender> logger)
{
    // Devices that answer within this share one line; a slower one gets its own.
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(400);

    private readonly TimeSpan _timeout = options.Value.Timeout;

    /// <summary>Swaps style sheets and images in place; a device that couldn't is reloaded.</summary>
    /// <param name="files">Their addresses on the site, such as <c>/style.css</c>.</param>
    /// <param name="started">Timestamp of the change.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="renamed">Earlier addresses to the ones in their place; null for none.</param>
    /// <param name="near">Whether the paths are a tool's own, of which only the names are sure to be the site's.</param>
    /// <param name="text">What the only one of them says, a style sheet; null where that isn't known.</param>
    public async Task<IReadOnlyList<DeviceAck>> SwapAsync(
        IReadOnlyList<string> files, long started, CancellationToken cancellation, IReadOnlyDictionary<string, string>? renamed = null, bool near = false, string? text = null)
    {
        var now = build.Current;
        var args = JsonSerializer.SerializeToElement(new CssCommand(null, files, now, renamed is { Count: > 0 } ? renamed : null, near ? true : null, text), BridgeJson.Default.CssCommand);
        var acks = await SendAsync(CommandNames.Css, args, files, started, reloaded: false, cancellation);
        foreach (var page in acks.SelectMany(ack => ack.Pages))
        {
            pages.Applied(page, now);
        }

        return acks;
    }

    /// <summary>Loads every page again.</summary>
    public Task<IReadOnlyList<DeviceAck>> ReloadAsync(IReadOnlyList<string> files, long started, CancellationToken cancellation) =>
        SendAsync(CommandNames.Reload, default, files, started, reloaded: true, cancellation);

    /// <summary>Asks a device that comes back to load its pages again if they are of another build.</summary>
    /// <param name="device">The device.</param>
    /// <param name="then">The build when it connected.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task CatchUpAsync(ReloadTarget device, string then, CancellationToken cancellation)
    {
        var args = JsonSerializer.SerializeToElement(new { build = then });
        await SendToAsync(device, CommandNames.Reload, args, time.GetTimestamp(), cancellation);
    }

    private async Task<IReadOnlyList<DeviceAck>> SendAsync(
        string command, JsonElement args, IReadOnlyList<string> files, long started, bool reloaded, CancellationToken cancellation)
    {
        var name = ChangeWords.Name([.. files.Select(file => file.TrimStart('/'))]);
        var waiting = targets.Devices().Select(device => SendToAsync(device, command, args, started, cancellation)).ToList();
        await Task.WhenAny(Task.WhenAll(waiting), Task.Delay(Together, time, cancellation));

        var prompt = waiting.Where(task => task.IsCompleted).ToList();
        var acks = (await Task.WhenAll(prompt)).ToList();
        Tell(acks);
        foreach (var late in waiting.Except(prompt))
        {
            var ack = await late;
            acks.Add(ack);
            Tell([ack]);
        }

        return acks;

        void Tell(IReadOnlyList<DeviceAck> some)
        {
            var took = some.Where(ack => ack.Applied == Applied.Yes).ToList();
            if (took.Count > 0)
            {
                notices.Post(ChangeWords.Took(name, reloaded, files, took));
            }

            foreach (var ack in some.Where(ack => ack.Applied is Applied.Unused or Applied.Failed or Applied.Silent))
            {
                var again = !reloaded && ack.Applied != Applied.Silent;
                notices.Post(ChangeWords.Missed(name, files, ack, again, _timeout));
                if (again)
                {
                    _ = SendToAsync(ack.Device, CommandNames.Reload, default, started, cancellation);
                }
            }
        }
    }

    private async Task<DeviceAck> SendToAsync(ReloadTarget device, string command, JsonElement args, long started, CancellationToken cancellation)
    {
        try
        {
            var outcomes = await targets.SendAsync(device, command, args, _timeout, cancellation);
            return DeviceAck.From(device, outcomes, time.GetElapsedTime(started));
        }
        catch (CommandException e)
        {
            // Removed meanwhile, or too many commands at once.
            logger.NotSent(command, device.Device, e.Message);
            return new DeviceAck(device, Applied.Failed, time.GetElapsedTime(started), [], e.Message);
        }
    }
}
