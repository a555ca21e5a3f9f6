using System.Text.RegularExpressions;

namespace Bridge.Server.Tests.Consoles;

/// <summary>docs/openapi.yaml against the endpoints that the code maps.</summary>
public sealed partial class OpenApiTests
{
    [Fact]
    public void Document_Paths_AreThoseOfTheCode()
    {
        var root = Architecture.ArchitectureTests.Root;
        var mapped = Directory.EnumerateFiles(Path.Combine(root, "src", "Bridge.Server"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Mapped().Matches(File.ReadAllText(file)))
            .Select(match => $"{match.Groups[1].Value.ToLowerInvariant()} {match.Groups[2].Value}");

        Assert.Equal(mapped.Order(StringComparer.Ordinal), Documented(Path.Combine(root, "docs", "openapi.yaml")).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Documented(string file)
    {
        var path = "";
        foreach (var line in File.ReadLines(file).SkipWhile(line => line != "paths:").TakeWhile(line => line != "components:"))
        {
            if (PathLine().Match(line) is { Success: true } atPath)
            {
                path = atPath.Groups[1].Value;
            }
            else if (MethodLine().Match(line) is { Success: true } method)
            {
                yield return $"{method.Groups[1].Value} {path}";
            }
        }
    }

    [GeneratedRegex(@"Map(Get|Post|Put|Patch|Delete)\(""(/(?:api|metrics)[^""]*)""")]
    private static partial Regex Mapped();

    [GeneratedRegex("^  (/[^:]*):$")]
    private static partial Regex PathLine();

    [GeneratedRegex("^    (get|post|put|patch|delete):$")]
    private static partial Regex MethodLine();
}
