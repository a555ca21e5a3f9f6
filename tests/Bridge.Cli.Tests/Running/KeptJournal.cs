using System.Text;
using Bridge.Server.Journal;

namespace Bridge.Cli.Tests.Running;

/// <summary>A data folder whose journal a relay has made, has written to, and has left.</summary>
public class KeptJournal : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"bridge-log-{Guid.NewGuid():n}");

    private string? _location;

    public string Data => Path.Combine(_folder, "data");

    public string State => Path.Combine(_folder, "state");

    /// <summary>The options that name it.</summary>
    public string[] Where => [.. _location is null ? Array.Empty<string>() : ["--journal", _location], "--data", Data];

    public async Task InitializeAsync()
    {
        _location = await LocationAsync();
        await using (var relay = StartRelay())
        {
            await relay.LineAsync("ready");
            await relay.SignalAsync("TERM");
            await relay.ExitCodeAsync();
        }

        await using var archive = JournalArchive.Open(Data, _location);
        await archive.Journal.AppendAsync(Batch("main", "phone-1", 0, Item("log", "cart opened"), Item("warn", "slow \\u001b[2J answer"), Item("error", "checkout failed")));
        await archive.Journal.AppendAsync(Batch("main", "phone-1", 5, Item("info", "checkout again")));
        await archive.Journal.AppendAsync(Batch("main", "phone-2", 0, Item("debug", "checkout elsewhere")));
        await archive.Journal.AppendAsync(Batch("many", "phone-1", 0, [.. Enumerable.Range(0, 2_000).Select(i => Item("log", $"line {i}"))]));
    }

    public virtual Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The address of its database; null for the data folder.</summary>
    protected virtual Task<string?> LocationAsync() => Task.FromResult<string?>(null);

    internal BridgeProcess StartRelay() => BridgeProcess.Start(
        State, ["relay", "--local", "--no-tls", "--json", .. Where, "--device-port", "0", "--console-port", "0", "--mqtt-port", "0"]);

    internal Task<(int Code, string Output, string Error)> LogAsync(params string[] arguments) => BridgeProcess.RunAsync(State, ["log", .. Where, .. arguments]);

    private static JournalBatch Batch(string room, string device, long seq, params JournalItem[] items) =>
        new(room, device, "page-1", "log", seq, 1_767_323_045_000, items);

    private static JournalItem Item(string level, string text) => new(
        Encoding.UTF8.GetBytes($$"""{"t":678,"level":"{{level}}","method":"{{level}}","args":[{"type":"string","value":"{{text}}"}]}"""),
        Enum.Parse<JournalLevel>(level, ignoreCase: true),
        text);
}
