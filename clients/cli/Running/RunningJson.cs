using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bridge.Cli.Running;

/// <summary>Source-generated JSON of what a relay started with <c>--json</c> prints.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReadyLine))]
internal sealed partial class RunningJson : JsonSerializerContext;
