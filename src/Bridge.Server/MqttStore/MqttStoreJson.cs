using System.Text.Json.Serialization;
using Bridge.Mqtt.Broker;

namespace Bridge.Server.MqttStore;

/// <summary>Source-generated JSON of what the broker stores.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredSession))]
[JsonSerializable(typeof(StoredRetained))]
internal sealed partial class MqttStoreJson : JsonSerializerContext;
