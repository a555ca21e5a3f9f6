using System.Text;
using Bridge.Server.Journal;
using Bridge.Server.Security;

namespace Bridge.Server.Tests.Journal;

public sealed class IngestReaderTests
{
    private static readonly DeviceIdentity Device = new("d1", "main");

    [Fact]
    public void Read_Messages_GivesTheirTopicsAndBytes()
    {
        var entries = Read("""[{"feed":"log","batch":{"a":[1]}}, {"batch":{},"more":{},"feed":"sensor/motion"}]""")!;
        Assert.Equal(["bridge/v1/main/d1/up/log", "bridge/v1/main/d1/up/sensor/motion"], entries.Select(entry => entry.Topic.ToString()));
        Assert.Equal(["""{"a":[1]}""", "{}"], entries.Select(entry => Encoding.UTF8.GetString(entry.Payload.Span)));
    }

    [Fact]
    public void Read_HalfASurrogatePair_IsPassedOnAsItCame()
    {
        var entries = Read("""[{"\ud83d":"\udc00","feed":"log","batch":{"\ud83d":1}}]""")!;
        Assert.Equal("""{"\ud83d":1}""", Encoding.UTF8.GetString(Assert.Single(entries).Payload.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{}]")]
    [InlineData("""[{"feed":"log"}]""")]
    [InlineData("""[{"feed":"log","batch":[]}]""")]
    [InlineData("""[{"feed":"reply","batch":{}}]""")]
    [InlineData("""[{"feed":"\ud83d","batch":{}}]""")]
    [InlineData("""[{"feed":"../d2/up/log","batch":{}}]""")]
    [InlineData("""[{"feed":"log","batch":{}}""")]
    [InlineData("""[{"feed":"log","batch":{}}] 1""")]
    public void Read_AnythingElse_IsRefused(string json) => Assert.Null(Read(json));

    [Fact]
    public void Read_AtTheLimitOfMessages_TakesTheLastAndRefusesTheNext()
    {
        Assert.NotNull(Read(Many(IngestReader.MaximumEntries)));
        Assert.Null(Read(Many(IngestReader.MaximumEntries + 1)));
    }

    private static string Many(int count) => $"[{string.Join(',', Enumerable.Repeat("""{"feed":"log","batch":{}}""", count))}]";

    private static List<IngestEntry>? Read(string json) => IngestReader.Read(Device, Encoding.UTF8.GetBytes(json));
}
