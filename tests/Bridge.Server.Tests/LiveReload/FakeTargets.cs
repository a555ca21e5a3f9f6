using System.Text.Json;
using System.Threading.Channels;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Feeds;
using Bridge.Server.Commands;
using Bridge.Server.LiveReload;

namespace Bridge.Server.Tests.LiveReload;

/// <summary>Devices that answer as a test wants, and remember what they were sent.</summary>
internal sealed class FakeTargets : IReloadTargets
{
    private readonly Channel<(string Device, string Command, string Args)> _sent = Channel.CreateUnbounded<(string, string, string)>();

    public List<ReloadTarget> Known { get; } = [new("main", "d1", "red phone")];

    /// <summary>What a device answers to a command: one outcome for each of its pages.</summary>
    public Func<ReloadTarget, string, Task<IReadOnlyList<CommandOutcome>>> Answer { get; set; } = (device, command) => Task.FromResult(Applied(device, command));

    public int Waiting => _sent.Reader.Count;

    public static IReadOnlyList<CommandOutcome> Applied(ReloadTarget device, string command) =>
        [new(device.Device, device.Label, new CommandReply("1", $"page-{device.Device}", true, Result: JsonSerializer.SerializeToElement(command == "css" ? new { applied = 1 } : new { applied = 0 })))];

    public static IReadOnlyList<CommandOutcome> Failed(ReloadTarget device, string name, string message) =>
        [new(device.Device, device.Label, new CommandReply("1", $"page-{device.Device}", false, Error: new Preview("error", Name: name, Message: message)))];

    public IReadOnlyList<ReloadTarget> Devices() => Known;

    public Task<IReadOnlyList<CommandOutcome>> SendAsync(ReloadTarget device, string command, JsonElement args, TimeSpan timeout, CancellationToken cancellation)
    {
        _sent.Writer.TryWrite((device.Device, command, args.ValueKind == JsonValueKind.Undefined ? "" : args.GetRawText()));
        return Answer(device, command);
    }

    /// <summary>The next thing that was sent to a device.</summary>
    public async Task<(string Device, string Command, string Args)> NextAsync() => await _sent.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
}
