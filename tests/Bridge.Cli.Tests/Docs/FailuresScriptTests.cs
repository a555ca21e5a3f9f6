using System.Diagnostics;

namespace Bridge.Cli.Tests.Docs;

/// <summary>What <c>./test</c> prints of a project with failed tests.</summary>
public sealed class FailuresScriptTests
{
    private const string Results = """
        <?xml version="1.0" encoding="utf-8"?>
        <TestRun><Results>
          <UnitTestResult testId="1" testName="A.Passes" outcome="Passed"><Output><StdOut>fine</StdOut></Output></UnitTestResult>
          <UnitTestResult testId="2" testName="A.Fails(x: &quot;&lt;b&gt;&quot;)" outcome="Failed"><Output>
            <StdOut>what it wrote</StdOut>
            <ErrorInfo><Message>Expected: &lt;1 &amp;amp; 2&gt;&#xD;
        Actual: ✓</Message><StackTrace>   at A.Fails() in A.cs:line 7</StackTrace></ErrorInfo>
          </Output></UnitTestResult>
          <UnitTestResult testId="3" testName="A.TimesOut" outcome="Failed" />
          <UnitTestResult testId="4" testName="A.AlsoFails" outcome="Failed"><Output><ErrorInfo><Message>no</Message></ErrorInfo></Output></UnitTestResult>
        </Results></TestRun>
        """;

    [Fact]
    public async Task Failures_OfAResultFile_AreNamesMessagesAndPlaces()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Results);
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tests", "failures.mjs"), file]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        File.Delete(file);

        Assert.Equal(
            """
            FAILED A.Fails(x: "<b>")
              Expected: <1 &amp; 2>
              Actual: ✓
                 at A.Fails() in A.cs:line 7
            FAILED A.TimesOut
            FAILED A.AlsoFails
              no

            """.ReplaceLineEndings("\n"),
            output);
    }
}
