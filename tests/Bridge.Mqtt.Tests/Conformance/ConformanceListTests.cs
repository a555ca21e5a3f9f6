using System.Reflection;
using System.Text.RegularExpressions;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Conformance;

/// <summary>Keeps <c>docs/mqtt-conformance.md</c> and the tests in step.</summary>
public sealed partial class ConformanceListTests
{
    private const int StatementsOf5 = 230;
    private const int StatementsOf311 = 130;

    private static readonly string[] Sections = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "mqtt-conformance.md")).Split("\n## ");

    [Fact]
    public void EveryStatement_NamesTestsThatExistOrSaysWhyItDoesNotApply()
    {
        foreach (var row in Rows(MqttProtocolVersion.V5).Concat(Rows(MqttProtocolVersion.V311)))
        {
            var tests = TestName().Matches(row.Shown).Select(m => m.Groups[1].Value).ToList();
            Assert.True(tests.Count > 0 || row.Shown.StartsWith("does not apply: ", StringComparison.Ordinal), row.Id);
            Assert.All(tests, test => Assert.True(IsTest(test), $"{row.Id}: there is no test {test}"));
        }
    }

    [Fact]
    public void EveryStatement_IsThereOnce()
    {
        foreach (var (version, atLeast) in new[] { (MqttProtocolVersion.V5, StatementsOf5), (MqttProtocolVersion.V311, StatementsOf311) })
        {
            var ids = Rows(version).Select(r => r.Id).ToList();
            Assert.Equal(ids.Distinct(), ids);
            Assert.True(ids.Count >= atLeast, $"{version} has {ids.Count} statements");
        }
    }

    [Fact]
    public void EveryStatementThatATestCites_IsInTheList()
    {
        var listed = new[] { MqttProtocolVersion.V5, MqttProtocolVersion.V311 }.ToDictionary(v => v, v => Rows(v).Select(r => r.Id).ToHashSet());
        var cited = typeof(ConformanceListTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<ClauseAttribute>().SelectMany(clause => clause.Ids.Select(id => (method.Name, clause.Of, id))))
            .ToList();
        Assert.NotEmpty(cited);
        Assert.All(cited, citation => Assert.True(listed[citation.Of].Contains(citation.id), $"{citation.Name} cites {citation.id} of {citation.Of}"));
    }

    private static IEnumerable<(string Id, string Shown)> Rows(MqttProtocolVersion version)
    {
        var section = Sections.Single(s => s.StartsWith(version == MqttProtocolVersion.V5 ? "MQTT 5.0" : "MQTT 3.1.1", StringComparison.Ordinal));
        return section.Split('\n').Where(l => l.StartsWith("| [MQTT-", StringComparison.Ordinal)).Select(line =>
        {
            var cells = line.Split(" | ");
            return (cells[0].Trim('|', ' ', '[', ']'), cells[^1].TrimEnd('|', ' '));
        });
    }

    private static bool IsTest(string name)
    {
        var parts = name.Split('/', '.');
        var type = parts.Length == 3 ? typeof(ConformanceListTests).Assembly.GetType($"Bridge.Mqtt.Tests.{parts[0]}.{parts[1]}") : null;
        return type?.GetMethod(parts[2])?.GetCustomAttributes<FactAttribute>(inherit: true).Any() == true;
    }

    [GeneratedRegex("`([A-Za-z]+/[A-Za-z]+\\.[A-Za-z0-9_]+)`")]
    private static partial Regex TestName();
}
