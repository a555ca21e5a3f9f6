using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bridge.Server.Relay;

/// <summary>Source-generated JSON of the run file.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RunFile))]
internal sealed partial class RunFileJson : JsonSerializerContext;
