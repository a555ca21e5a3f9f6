namespace Bridge.Cli.Tests.Running;

/// <summary><c>bridge log</c> on the journal of a data folder, and on none.</summary>
public sealed class LogTests(KeptJournal kept) : LogContract(kept), IClassFixture<KeptJournal>
{
    private readonly KeptJournal _kept = kept;

    [Fact]
    public async Task Log_NoJournalInTheFolder_SaysSoAndEndsWithFive()
    {
        var (code, output, error) = await BridgeProcess.RunAsync(_kept.State, "log", "--data", _kept.State);
        Assert.Equal((5, ""), (code, output));
        Assert.Equal($"There is no journal in {_kept.State}: no relay has run with it.\n", error);
    }

    [Fact]
    public async Task Log_PostgresIsNotThere_SaysSoWithoutThePasswordAndEndsWithFive()
    {
        var (code, _, error) = await BridgeProcess.RunAsync(_kept.State, "log", "--journal", "postgres://me:hunter2@127.0.0.1:1/bridge");
        Assert.Equal(5, code);
        Assert.StartsWith("PostgreSQL at 127.0.0.1:1/bridge can't be used: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_ADatabaseInTheEnvironment_IsTheOneThatIsRead()
    {
        var (code, _, error) = await BridgeProcess.RunAsync(_kept.State, ["log"], new() { ["BRIDGE_DATABASE"] = "postgres://me:hunter2@127.0.0.1:1/elsewhere" });
        Assert.Equal(5, code);
        Assert.Contains("127.0.0.1:1/elsewhere", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_SomethingElseInTheEnvironment_IsAWrongCommandLine()
    {
        var (code, _, error) = await BridgeProcess.RunAsync(_kept.State, ["log"], new() { ["BRIDGE_DATABASE"] = "mysql://me:hunter2@db/x" });
        Assert.Equal((2, "BRIDGE_DATABASE takes an address that begins with postgres://.\n"), (code, error));
    }

    [Fact]
    public async Task Relay_PostgresIsNotThere_SaysWhatToDoAndEndsWithThree()
    {
        var (code, output, error) = await BridgeProcess.RunAsync(
            _kept.State, ["relay", "--local", "--json", "--data", _kept.State], new() { ["BRIDGE_DATABASE"] = "postgres://me:hunter2@127.0.0.1:1/bridge" });
        Assert.Equal((3, ""), (code, output));
        Assert.StartsWith("The relay could not start: PostgreSQL at 127.0.0.1:1/bridge can't be used: ", error, StringComparison.Ordinal);
        Assert.EndsWith("Is it running, and is the address right?\n", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }
}
