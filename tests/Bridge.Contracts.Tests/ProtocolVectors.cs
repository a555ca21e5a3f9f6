using System.Text.Json.Nodes;

namespace Bridge.Contracts.Tests;

/// <summary>The examples in <c>tests/vectors/protocol</c>, which the TypeScript tests read too.</summary>
internal static class ProtocolVectors
{
    public static JsonNode Read(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", name + ".json")))!;

    public static string AsyncApi() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "asyncapi.yaml"));
}
