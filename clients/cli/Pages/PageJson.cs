using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bridge.Cli.Pages;

/// <summary>Source-generated JSON of what <c>bridge doctor --json</c> prints.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PageReport))]
internal sealed partial class PageJson : JsonSerializerContext;
