using System.Text.Json;
using System.Text.Json.Serialization;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Feeds;
using Bridge.Contracts.Rooms;

namespace Bridge.Contracts;

/// <summary>Source-generated JSON of every wire shape: camelCase, absent instead of null.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(FeedBatch<LogEntry>))]
[JsonSerializable(typeof(FeedBatch<MotionSample>))]
[JsonSerializable(typeof(FeedBatch<OrientationSample>))]
[JsonSerializable(typeof(DeviceStatus))]
[JsonSerializable(typeof(EvalCommand))]
[JsonSerializable(typeof(ReloadCommand))]
[JsonSerializable(typeof(CssCommand))]
[JsonSerializable(typeof(NavigateCommand))]
[JsonSerializable(typeof(IdentifyCommand))]
[JsonSerializable(typeof(CommandReply))]
[JsonSerializable(typeof(DeviceState))]
[JsonSerializable(typeof(RoomPresence))]
[JsonSerializable(typeof(JournalState))]
public sealed partial class BridgeJson : JsonSerializerContext;
