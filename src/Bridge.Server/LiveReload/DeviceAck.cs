using Bridge.Contracts.Commands;
using Bridge.Server.Commands;

namespace Bridge.Server.LiveReload;

/// <summary>A device's answer to a change.</summary>
/// <param name="Device">The device.</param>
/// <param name="Applied">What it did.</param>
/// <param name="Took">From the change to the answer.</param>
/// <param name="Pages">The pages that applied it.</param>
/// <param name="Error">Why not, in the page's words.</param>
internal sealed record DeviceAck(ReloadTarget Device, Applied Applied, TimeSpan Took, IReadOnlyList<string> Pages, string? Error = null)
{
    // The error by which a page says that it has no use for a file (docs/protocol.md, "css").
    private const string NotFound = "NotFound";

    /// <summary>Sums up what a device's pages answered: one that applied the change speaks for the device.</summary>
    public static DeviceAck From(ReloadTarget device, IReadOnlyList<CommandOutcome> pages, TimeSpan took)
    {
        var replies = pages.Select(page => page.Reply).OfType<CommandReply>().ToList();
        var applied = replies.Where(reply => reply.Ok).Select(reply => reply.Page).ToList();
        var error = replies.FirstOrDefault(reply => !reply.Ok && reply.Error?.Name != NotFound)?.Error?.Message;
        var what = applied.Count > 0 ? Applied.Yes
            : error is not null ? Applied.Failed
            : replies.Count > 0 ? Applied.Unused
            : pages.Any(page => page.Failure == "timeout") ? Applied.Silent
            : Applied.Offline;
        return new DeviceAck(device, what, took, applied, error);
    }
}
