using System.Text.Json;
using Bridge.Server.Commands;

namespace Bridge.Server.LiveReload;

/// <summary>The devices that a change goes to.</summary>
internal interface IReloadTargets
{
    /// <summary>Every known device, online or not.</summary>
    IReadOnlyList<ReloadTarget> Devices();

    /// <summary>Sends a command to one device; an outcome for each of its pages.</summary>
    Task<IReadOnlyList<CommandOutcome>> SendAsync(ReloadTarget device, string command, JsonElement args, TimeSpan timeout, CancellationToken cancellation);
}
