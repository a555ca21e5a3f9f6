using System.Text.Json;
using System.Text.Json.Serialization;
using Bridge.Contracts.Rooms;

namespace Bridge.Cli.Relays;

/// <summary>Source-generated JSON of the relay's REST interface.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CommandRequest))]
[JsonSerializable(typeof(DeviceOutcome))]
[JsonSerializable(typeof(List<DeviceOutcome>))]
[JsonSerializable(typeof(DeviceState))]
[JsonSerializable(typeof(List<DeviceState>))]
[JsonSerializable(typeof(Ticket))]
[JsonSerializable(typeof(Launch))]
[JsonSerializable(typeof(Authority))]
[JsonSerializable(typeof(StreamLine))]
internal sealed partial class RelayJson : JsonSerializerContext;
