using System.Text;
using Bridge.Server.Journal;

namespace Bridge.Cli.Tests.Running;

/// <summary>A data folder whose journal a relay has made, has written to, and has left.</summary>
public sealed class KeptJournal : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"bridge-log-{Guid.NewGuid():n}");

    public string Data => Path.Combine(_folder, "data");

    public string State => Path.Combine(_folder, "state");

    public async Task InitializeAsync()
    {
        await using (var relay = StartRelay())
        {
            await relay.LineAsync("ready");
            await relay.SignalAsync("TERM");
            await relay.ExitCodeAsync();
        }

        await using var archive = JournalArchive.Open(Data);
        await archive.Journal.AppendAsync(Batch("main", "phone-1", 0, Item("log", "cart opened"), Item("warn", "slow \\u001b[2J answer"), Item("error", "checkout failed")));
        await archive.Journal.AppendAsync(Batch("main", "phone-1", 5, Item("info", "checkout again")));
        await archive.Journal.AppendAsync(Batch("main", "phone-2", 0, Item("debug", "checkout elsewhere")));
        await archive.Journal.AppendAsync(Batch("many", "phone-1", 0, [.. Enumerable.Range(0, 2_000).Select(i => Item("log", $"line {i}"))]));
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    internal BridgeProcess StartRelay() => BridgeProcess.Start(
        State, ["relay", "--local", "--no-tls", "--json", "--data", Data, "--device-port", "0", "--console-port", "0", "--mqtt-port", "0"]);

    internal Task<(int Code, string Output, string Error)> LogAsync(params string[] arguments) => BridgeProcess.RunAsync(State, ["log", "--data", Data, .. arguments]);

    private static JournalBatch Batch(string room, string device, long seq, params JournalItem[] items) =>
        new(room, device, "page-1", "log", seq, 1_767_323_045_000, items);

    private static JournalItem Item(string level, string text) => new(
        Encoding.UTF8.GetBytes($$"""{"t":678,"level":"{{level}}","method":"{{level}}","args":[{"type":"string","value":"{{text}}"}]}"""),
        Enum.Parse<JournalLevel>(level, ignoreCase: true),
        text);
}
