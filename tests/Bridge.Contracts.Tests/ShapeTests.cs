using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Feeds;
using Bridge.Contracts.Rooms;

namespace Bridge.Contracts.Tests;

public sealed class ShapeTests
{
    // As on the wire, but a member that a record lacks is an error: TypeScript may not have one more than C#.
    private static readonly JsonSerializerOptions Strict = new(BridgeJson.Default.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly Dictionary<string, Type> Shapes = new(StringComparer.Ordinal)
    {
        ["logBatch"] = typeof(FeedBatch<LogEntry>),
        ["motionBatch"] = typeof(FeedBatch<MotionSample>),
        ["orientationBatch"] = typeof(FeedBatch<OrientationSample>),
        ["status"] = typeof(DeviceStatus),
        ["leanStatus"] = typeof(DeviceStatus),
        ["valueReply"] = typeof(CommandReply),
        ["errorReply"] = typeof(CommandReply),
        ["resultReply"] = typeof(CommandReply),
        ["state"] = typeof(DeviceState),
        ["leanState"] = typeof(DeviceState),
        ["presence"] = typeof(RoomPresence),
        ["journalStopped"] = typeof(JournalState),
        ["journalKeeps"] = typeof(JournalState),
        ["eval"] = typeof(EvalCommand),
        ["reload"] = typeof(ReloadCommand),
        ["css"] = typeof(CssCommand),
        ["navigate"] = typeof(NavigateCommand),
        ["identify"] = typeof(IdentifyCommand),
    };

    public static TheoryData<string> Names() => new(ProtocolVectors.Read("shapes").AsObject().Select(member => member.Key));

    [Theory]
    [MemberData(nameof(Names))]
    public void Shape_ReadAndWritten_IsTheSameJson(string name)
    {
        var json = ProtocolVectors.Read("shapes")[name]!;
        var value = json.Deserialize(Strict.GetTypeInfo(Shapes[name]));
        var written = JsonSerializer.SerializeToNode(value, Strict.GetTypeInfo(Shapes[name]));
        Assert.True(JsonNode.DeepEquals(json, written), $"{json.ToJsonString()}\nis written as\n{written?.ToJsonString()}");
    }

    [Theory]
    [InlineData("status")]
    [InlineData("state")]
    [InlineData("journalStopped")]
    [InlineData("eval")]
    [InlineData("reload")]
    [InlineData("css")]
    [InlineData("navigate")]
    [InlineData("identify")]
    public void Shape_ThatShowsEveryMember_HasAllOfTheRecords(string name)
    {
        var members = Strict.GetTypeInfo(Shapes[name]).Properties.Select(property => property.Name).Order(StringComparer.Ordinal);
        Assert.Equal(members, ProtocolVectors.Read("shapes")[name]!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Preview_OfEveryType_IsInTheVectors()
    {
        var shown = ProtocolVectors.Read("shapes")["logBatch"]!.ToJsonString();
        foreach (var type in new[]
        {
            "string", "number", "boolean", "bigint", "symbol", "undefined", "null", "function", "object", "array", "error", "node", "map", "set", "typedarray", "date",
            "regexp", "promise", "weak", "circular", "getter", "thrown",
        })
        {
            Assert.Contains($"\"type\":\"{type}\"", shown, StringComparison.Ordinal);
        }
    }
}
