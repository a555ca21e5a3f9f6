using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Bridge.Mqtt.Codec;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Tests.Codec;

/// <summary>One line of <c>tests/vectors/mqtt</c>: raw bytes and what they mean, or why they are refused.</summary>
public sealed record MqttVector
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public required string Name { get; init; }

    /// <summary>Protocol level of the connection; 0 before CONNECT.</summary>
    public MqttProtocolVersion Version { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<MqttEnd>))]
    public MqttEnd From { get; init; }

    /// <summary>Hexadecimal, with text between apostrophes.</summary>
    public required string Bytes { get; init; }

    /// <summary>What differs from a packet that is new; for accepted ones.</summary>
    public JsonObject? Fields { get; init; }

    /// <summary>Whether writing what was read gives the same bytes.</summary>
    public bool Rewrites { get; init; } = true;

    /// <summary>Reason code; for refused ones.</summary>
    public MqttReasonCode Code { get; init; }

    /// <summary>The statement that is broken, or empty.</summary>
    public string Clause { get; init; } = "";

    public static IReadOnlyList<MqttVector> Accepted { get; } = Load("accepted.json");

    public static IReadOnlyList<MqttVector> Refused { get; } = Load("refused.json");

    public static TheoryData<string> AcceptedNames => [.. Accepted.Select(v => v.Name)];

    public static TheoryData<string> RefusedNames => [.. Refused.Select(v => v.Name)];

    public static MqttVector Find(IReadOnlyList<MqttVector> vectors, string name) => vectors.Single(v => v.Name == name);

    public MqttPacketReader NewReader() => new(From, new CodecLimits()) { Version = Version };

    public byte[] ToBytes()
    {
        var bytes = new List<byte>();
        for (var i = 0; i < Bytes.Length; i++)
        {
            if (Bytes[i] == '\'')
            {
                var end = Bytes.IndexOf('\'', i + 1);
                bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(Bytes[(i + 1)..end]));
                i = end;
            }
            else if (Bytes[i] != ' ')
            {
                bytes.Add(Convert.ToByte(Bytes.Substring(i++, 2), 16));
            }
        }

        return [.. bytes];
    }

    private static List<MqttVector> Load(string file) =>
        JsonSerializer.Deserialize<List<MqttVector>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", file)), Options)!;
}
