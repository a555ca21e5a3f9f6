using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Tests.Topics;

public sealed class TopicFilterTests
{
    /// <summary>The examples of MQTT 5.0, 4.7.1 and 4.7.2, and what they leave open.</summary>
    public static TheoryData<string, string, bool> Matches => new()
    {
        { "sport/tennis/player1/#", "sport/tennis/player1", true },
        { "sport/tennis/player1/#", "sport/tennis/player1/ranking", true },
        { "sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true },
        { "sport/#", "sport", true },
        { "#", "a/b", true },
        { "#", "/", true },
        { "sport/tennis/+", "sport/tennis/player1", true },
        { "sport/tennis/+", "sport/tennis/player1/ranking", false },
        { "sport/+", "sport", false },
        { "sport/+", "sport/", true },
        { "+/+", "/finance", true },
        { "/+", "/finance", true },
        { "+", "/finance", false },
        { "+/tennis/#", "sport/tennis", true },
        { "#", "$SYS/x", false },
        { "+/monitor/Clients", "$SYS/monitor/Clients", false },
        { "$SYS/#", "$SYS/", true },
        { "$SYS/monitor/+", "$SYS/monitor/Clients", true },
        { "a/+/#", "a/$b", true },
        { "ACCOUNTS", "Accounts", false },
        { "a", "/a", false },
        { "a//b", "a//b", true },
        { "a/+/b", "a//b", true },
        { "a/#/", "a", false },
    };

    [Theory]
    [MemberData(nameof(Matches))]
    public void Matches_ExamplesOfTheStandard_InEveryStructure(string pattern, string topic, bool expected)
    {
        if (!TopicFilter.IsValid(pattern))
        {
            Assert.False(expected);
            return;
        }

        var trie = new TopicTrie<string>();
        trie.Add(pattern, "value");
        List<string> found = [];
        trie.Match(topic, found);
        var tree = new TopicTree<string>();
        tree.Set(topic, "value");
        List<string> kept = [];
        tree.Match(pattern, kept);

        Assert.True(TopicFilter.TryParse(pattern, mayShare: true, out var filter));
        Assert.Equal(expected, filter.Matches(topic));
        Assert.Equal(expected ? 1 : 0, found.Count);
        Assert.Equal(expected ? 1 : 0, kept.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a+")]
    [InlineData("+a")]
    [InlineData("a/b+/c")]
    [InlineData("#/a")]
    [InlineData("a#")]
    [InlineData("a/#/b")]
    [InlineData("a\0")]
    [InlineData("$share/")]
    [InlineData("$share/g")]
    [InlineData("$share/g/")]
    [InlineData("$share//a")]
    [InlineData("$share/+/a")]
    [InlineData("$share/g#/a")]
    public void TryParse_NotAFilter_IsRefused(string text) => Assert.False(TopicFilter.TryParse(text, mayShare: true, out _));

    [Fact]
    public void TryParse_Shared_IsSplit()
    {
        Assert.True(TopicFilter.TryParse("$share/group//a/#", mayShare: true, out var filter));

        Assert.Equal("group", filter.ShareName);
        Assert.Equal("/a/#", filter.Pattern);
    }

    [Theory]
    [InlineData(65_535, true)]
    [InlineData(65_536, false)]
    public void IsValid_AroundTheLongest_CountsBytes(int bytes, bool valid)
    {
        var ascii = new string('a', bytes);
        var wide = new string('é', bytes / 2) + (bytes % 2 == 0 ? "" : "a");

        Assert.Equal(valid, TopicName.IsValid(ascii));
        Assert.Equal(valid, TopicFilter.IsValid(wide));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("/", true)]
    [InlineData(" ", true)]
    [InlineData("\ufffd", true)]
    [InlineData("😀", true)]
    [InlineData("", false)]
    [InlineData("a/+", false)]
    [InlineData("#", false)]
    [InlineData("\0", false)]
    public void TopicName_Rules_AreKept(string topic, bool valid) => Assert.Equal(valid, TopicName.IsValid(topic));

    [Fact]
    public void IsValid_LoneSurrogate_IsNoUtf8()
    {
        // Not in an attribute: its strings are UTF-8 themselves.
        foreach (var text in new[] { "\ud800", "\udc00a", "\ufffd\ud800", "a\ud83d" })
        {
            Assert.False(TopicName.IsValid(text));
            Assert.False(TopicFilter.IsValid(text));
        }
    }
}
