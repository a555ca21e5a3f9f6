using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bridge.Cli.Watching;

/// <summary>Source-generated JSON of what <c>bridge console --json</c> prints.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WatchedEntry))]
[JsonSerializable(typeof(WatchedState))]
[JsonSerializable(typeof(WatchedSkip))]
[JsonSerializable(typeof(WatchedConnection))]
[JsonSerializable(typeof(WatchedJournal))]
[JsonSerializable(typeof(WatchedUnread))]
internal sealed partial class WatchJson : JsonSerializerContext;
