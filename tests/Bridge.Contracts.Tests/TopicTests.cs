using Bridge.Contracts.Topics;

namespace Bridge.Contracts.Tests;

public sealed class TopicTests
{
    public static TheoryData<string, string, string, string, string> Ours()
    {
        var data = new TheoryData<string, string, string, string, string>();
        foreach (var row in ProtocolVectors.Read("topics")["ours"]!.AsArray())
        {
            string Text(string member) => row![member]!.GetValue<string>();
            data.Add(Text("topic"), Text("kind"), Text("room"), Text("device"), Text("name"));
        }

        return data;
    }

    public static TheoryData<string> NotOurs() =>
        new(ProtocolVectors.Read("topics")["notOurs"]!.AsArray().Select(row => row!.GetValue<string>()));

    [Theory]
    [MemberData(nameof(Ours))]
    public void Topic_OfOurs_IsReadAndWritten(string topic, string kind, string room, string device, string name)
    {
        Assert.True(BridgeTopic.TryParse(topic, out var parsed));
        Assert.Equal(new BridgeTopic(Enum.Parse<TopicKind>(kind, ignoreCase: true), room, device, name), parsed);
        Assert.Equal(topic, parsed.ToString());
    }

    [Theory]
    [MemberData(nameof(NotOurs))]
    public void Topic_NotOfOurs_IsRefused(string topic) => Assert.False(BridgeTopic.TryParse(topic, out _));

    [Fact]
    public void Vectors_OfTopics_CoverEveryKind() =>
        Assert.Equal(
            Enum.GetNames<TopicKind>().Order(StringComparer.Ordinal),
            Ours().Select(row => Enum.Parse<TopicKind>((string)((object[])row)[1], ignoreCase: true).ToString()).Distinct().Order(StringComparer.Ordinal));
}
