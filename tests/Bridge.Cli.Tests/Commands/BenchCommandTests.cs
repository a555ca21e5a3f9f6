using Bridge.Cli.Commands;
using Bridge.Cli.Tests.Docs;

namespace Bridge.Cli.Tests.Commands;

public sealed class BenchCommandTests
{
    [Theory]
    [InlineData("product")]
    [InlineData("mqtt")]
    public void ScriptFrom_AFolderInACheckout_IsTheScriptOfThatMeasurement(string what)
    {
        var script = BenchCommand.ScriptFrom(AppContext.BaseDirectory, what);

        Assert.Equal(Path.Combine(Repository.Root, "tests", "bench", what, "run.mjs"), script);
        Assert.True(File.Exists(script));
    }

    [Fact]
    public void ScriptFrom_AFolderOutsideACheckout_IsNone() => Assert.Null(BenchCommand.ScriptFrom(Path.GetTempPath(), "product"));

    [Fact]
    public void Parse_ArgumentsOfTheMeasurement_ArePassedOn()
    {
        var parsed = new CommandLine().Root.Parse(["bench", "product", "--", "--quick", "--only", "log"]);

        Assert.Empty(parsed.Errors);
        Assert.Equal(["--quick", "--only", "log"], parsed.GetValue<string[]>("arguments")!);
    }
}
