using Bridge.Cli.Tests.Relays;

namespace Bridge.Cli.Tests.Commands;

public sealed class ConsoleCommandTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private FakeRelay _relay = null!;

    public async Task InitializeAsync() => _relay = await FakeRelay.StartAsync();

    public async Task DisposeAsync() => await _relay.DisposeAsync();

    [Fact]
    public async Task Console_RelayGoesAndComesBack_ResumesAtItsCursorWithoutRepeating()
    {
        _relay.Streams.Enqueue(["""{"live":true,"cursor":"3"}""", Entry("first", 0), """{"cursor":"4"}"""]);
        _relay.Streams.Enqueue([Entry("first", 0), Entry("second", 1), """{"live":true,"cursor":"5"}"""]);
        _relay.Streams.Enqueue([Entry("third", 2)]);
        using var stop = new CancellationTokenSource();
        var line = new CommandLine([_relay.RunFile()], stop: stop.Token);
        var running = line.RunAsync("console");

        Assert.Equal("now", await NextStreamAsync());
        Assert.Equal("4", await NextStreamAsync());
        Assert.Equal("5", await NextStreamAsync());
        await line.OutputHasAsync("third", Patience);
        await stop.CancelAsync();
        Assert.Equal(0, await running);
        Assert.Equal(["first", "second", "third"], line.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')[^1]));
        Assert.Contains("The relay went away", line.Error, StringComparison.Ordinal);
        Assert.Contains("The relay is back.", line.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Console_RelayIsBackAndGoesAgainBeforeItIsFollowed_WaitsForItOn(int charactersOfItsAnswer)
    {
        _relay.Streams.Enqueue(["""{"live":true,"cursor":"3"}"""]);
        _relay.Streams.Enqueue([Entry("first", 0), """{"live":true,"cursor":"4"}"""]);
        _relay.Cuts[3] = charactersOfItsAnswer; // After the first time it was followed, and after it was found to be back.
        using var stop = new CancellationTokenSource();
        var line = new CommandLine([_relay.RunFile()], stop: stop.Token);
        var running = line.RunAsync("console");

        await line.OutputHasAsync("first", Patience);
        await line.ErrorHasAsync("The relay is back.", Patience);
        await stop.CancelAsync();
        Assert.Equal(0, await running);
        Assert.Equal(1, line.Error.Split('\n').Count(said => said.StartsWith("The relay went away", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Console_History_AsksForAllOfIt()
    {
        _relay.Streams.Enqueue([Entry("old", 0)]);
        using var stop = new CancellationTokenSource();
        var line = new CommandLine([_relay.RunFile()], stop: stop.Token);
        var running = line.RunAsync("console", "--history", "--json");
        Assert.Equal("", await NextStreamAsync());
        await line.OutputHasAsync("\"text\":\"old\"", Patience);
        await stop.CancelAsync();
        Assert.Equal(0, await running);
    }

    private static string Entry(string text, int seq) =>
        $$$"""{"topic":"bridge/v1/main/d1/up/log","time":1,"payload":{"page":"p","seq":{{{seq}}},"origin":0,"items":[{"t":1,"level":"log","method":"log","args":[{"type":"string","value":"{{{text}}}"}]}]}}""";

    private async Task<string> NextStreamAsync() => await _relay.StreamsFrom.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}
