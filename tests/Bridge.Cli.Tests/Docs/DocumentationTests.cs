using System.Text.RegularExpressions;
using Bridge.Cli.Commands;
using Bridge.Cli.Tests.Commands;

namespace Bridge.Cli.Tests.Docs;

public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages => ["README.md", "docs/guide.md", "CHANGELOG.md"];

    public static TheoryData<string, string> Lines
    {
        get
        {
            var lines = new TheoryData<string, string>();
            foreach (var page in Pages)
            {
                var text = File.ReadAllText(Path.Combine(Repository.Root, page));
                foreach (var line in CommandLines().Matches(text).Select(match => match.Groups["line"].Value.Trim()).Distinct())
                {
                    lines.Add(page, line);
                }
            }

            return lines;
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Line_InAPage_ParsesWithoutError(string page, string line)
    {
        var parsed = new CommandLine().Root.Parse(ShellWords.OfBridge(line).Select(FromRoot).ToArray());
        if (parsed.Action is HelpWithExamples)
        {
            return; // asks for help, and gets it
        }

        // A folder that a reader has and we don't is fine.
        var errors = parsed.Errors.Where(e => !e.Message.StartsWith("There is no folder 'dist'", StringComparison.Ordinal)).Select(e => e.Message);
        Assert.True(!errors.Any(), $"{page}: {line}: {string.Join(" ", errors)}");
    }

    [Fact]
    public void Readme_TableOfCommands_IsTheListOfCommands()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var documented = TableRows().Matches(text).Select(match => match.Groups["name"].Value);
        Assert.Equal(new CommandLine().Root.Subcommands.Select(command => command.Name), documented);
    }

    [Fact]
    public void Guide_TableOfExitCodes_IsTheListOfExitCodes()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guide.md"));
        Assert.All(ExitCodes.All, code => Assert.Contains($"| {code.Code} | {code.Meaning} |", text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_OfAPage_LeadSomewhere(string page)
    {
        var path = Path.Combine(Repository.Root, page);
        var links = LocalLinks().Matches(File.ReadAllText(path)).Select(match => match.Groups["target"].Value);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, link)), $"{page} links to {link}"));
    }

    private static string FromRoot(string word) =>
        word.StartsWith("examples/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, word) : word;

    // In a block of shell, or in backticks within the text.
    [GeneratedRegex(@"(^|`)(?<line>\./bridge [^`#\n]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CommandLines();

    [GeneratedRegex(@"^\| `bridge (?<name>\w+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TableRows();

    [GeneratedRegex(@"\]\((?!https?:|#)(?<target>[^)#]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture)]
    private static partial Regex LocalLinks();
}
