using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.Tests.Architecture;

/// <summary>Who may reference whom, and rules that no compiler checks.</summary>
public sealed partial class ArchitectureTests
{
    internal static readonly string Root = FindRoot();

    [Theory]
    [InlineData("src/Bridge.Contracts/Bridge.Contracts.csproj", "")]
    [InlineData("src/Bridge.Mqtt/Bridge.Mqtt.csproj", "")]
    [InlineData("src/Bridge.Injector/Bridge.Injector.csproj", "Bridge.Contracts")]
    [InlineData("src/Bridge.Server/Bridge.Server.csproj", "Bridge.Contracts Bridge.Injector Bridge.Mqtt")]
    [InlineData("clients/cli/Bridge.Cli.csproj", "Bridge.Contracts Bridge.Injector Bridge.Mqtt Bridge.Server")]
    public void Project_References_OnlyWhatItMay(string project, string allowed)
    {
        var references = XDocument.Load(Path.Combine(Root, project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

        Assert.Empty(references.Except(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("Packets", "Broker Client WebSockets Codec")]
    [InlineData("Codec", "Broker Client WebSockets")]
    [InlineData("Topics", "Broker Client WebSockets")]
    [InlineData("WebSockets", "Broker Client")]
    [InlineData("Broker", "Client")]
    [InlineData("Client", "Broker")]
    public void MqttFolder_Uses_OnlyWhatLiesBelowIt(string folder, string forbidden)
    {
        var words = forbidden.Split(' ').Select(name => $"using Bridge.Mqtt.{name};").ToList();
        foreach (var file in Directory.GetFiles(Path.Combine(Root, "src", "Bridge.Mqtt", folder), "*.cs"))
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain(words, word => text.Contains(word, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Mqtt_Library_KnowsNothingOfAspNet()
    {
        var packages = XDocument.Load(Path.Combine(Root, "src/Bridge.Mqtt/Bridge.Mqtt.csproj")).Descendants()
            .Where(element => element.Name.LocalName is "PackageReference" or "FrameworkReference")
            .Select(element => element.Attribute("Include")!.Value);

        Assert.Equal(["Microsoft.Extensions.Logging.Abstractions"], packages);
    }

    [Fact]
    public void EventIds_OfEveryLog_AreUnique()
    {
        var ids = new[] { typeof(Bridge.Server.Relay.RelayHost), typeof(Bridge.Mqtt.Broker.MqttBroker), typeof(Bridge.Injector.InjectorExtensions) }
            .SelectMany(type => type.Assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (Method: $"{method.DeclaringType}.{method.Name}", Message: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(log => log.Message is not null)
            .ToList();

        Assert.NotEmpty(ids);
        Assert.Empty(ids.GroupBy(log => log.Message!.EventId).Where(group => group.Count() > 1).Select(group => string.Join(", ", group.Select(log => log.Method))));
    }

    [Fact]
    public void SourceFiles_Lines_StayWithinTheHousesBound()
    {
        var long400 = SourceFiles().Where(file => File.ReadLines(file).Count() > 400).Select(file => Path.GetRelativePath(Root, file));

        Assert.Empty(long400);
    }

    [Fact]
    public void Tests_Sleep_Never()
    {
        var sleepers = Directory.GetFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !IsOutput(file) && !IsPaced(file) && Sleep().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Root, file));

        Assert.Empty(sleepers);
    }

    private static IEnumerable<string> SourceFiles() =>
        new[] { "src", "clients", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".ts" or ".tsx" && !IsOutput(file));

    private static bool IsOutput(string file) =>
        file.Contains("/bin/", StringComparison.Ordinal) || file.Contains("/obj/", StringComparison.Ordinal)
        || file.Contains("/node_modules/", StringComparison.Ordinal) || file.Contains("/dist/", StringComparison.Ordinal);

    /// <summary>Loads and faults have a rhythm of their own; no result of theirs depends on a pause.</summary>
    private static bool IsPaced(string file) =>
        file.EndsWith("/Bridge.Faults/Pace.cs", StringComparison.Ordinal) || file.Contains("/tests/bench/", StringComparison.Ordinal);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DeviceBridge.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder;
    }

    [GeneratedRegex(@"\bThread\.Sleep\(|\bTask\.Delay\((?!Timeout\.Infinite)")]
    private static partial Regex Sleep();
}
