using Bridge.Cli.Commands;

namespace Bridge.Cli.Tests.Commands;

public sealed class HelpTests
{
    public static TheoryData<string> CommandNames => [.. new CommandLine().Root.Subcommands.Select(command => command.Name)];

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_OfTheWhole_NamesEveryCommandAndExitCode(params string[] arguments)
    {
        var line = new CommandLine();
        Assert.Equal(0, await line.RunAsync(arguments));
        Assert.All(line.Root.Subcommands, command => Assert.Contains($"\n  {command.Name} ", line.Output, StringComparison.Ordinal));
        Assert.All(ExitCodes.All, code => Assert.Contains($"\n  {code.Code}  {code.Meaning}", line.Output, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public async Task Help_OfACommand_HasItsExamplesAndDescribesEveryOption(string name)
    {
        var line = new CommandLine();
        Assert.Equal(0, await line.RunAsync(name, "--help"));
        var command = Assert.IsType<BridgeCommand>(line.Root.Subcommands.Single(c => c.Name == name), exactMatch: false);
        Assert.NotEmpty(command.Examples);
        Assert.All(command.Examples, example => Assert.Contains($"\n  {example.Line}\n", line.Output, StringComparison.Ordinal));
        Assert.All(command.Options, option => Assert.False(string.IsNullOrEmpty(option.Description), $"{option.Name} has no description"));
        Assert.All(command.Arguments, argument => Assert.False(string.IsNullOrEmpty(argument.Description), $"{argument.Name} has no description"));
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void Examples_OfACommand_ParseWithoutError(string name)
    {
        var root = new CommandLine().Root;
        var command = Assert.IsType<BridgeCommand>(root.Subcommands.Single(c => c.Name == name), exactMatch: false);
        Assert.All(command.Examples, example => Assert.All(
            root.Parse(ShellWords.OfBridge(example.Line)).Errors,
            error => Assert.StartsWith("There is no folder", error.Message, StringComparison.Ordinal)));
    }
}
