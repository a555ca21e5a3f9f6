using System.Text.RegularExpressions;
using Bridge.Contracts.Topics;

namespace Bridge.Contracts.Tests;

/// <summary>docs/asyncapi.yaml says the same as the code.</summary>
public sealed partial class AsyncApiTests
{
    [Fact]
    public void Channels_OfTheDocument_AreTheTopicsOfTheCode()
    {
        string[] topics =
        [
            BridgeTopic.Feed("{room}", "{device}", "{feed}").ToString(),
            BridgeTopic.State("{room}", "{device}").ToString(),
            BridgeTopic.Down("{room}", "{device}", "{command}").ToString(),
            BridgeTopic.DownAll("{room}", "{command}").ToString(),
            BridgeTopic.Event("{room}", "{name}").ToString(),
            BridgeTopic.Progress("{room}", "{task}").ToString(),
            BridgeTopic.Presence("{room}").ToString(),
            BridgeTopic.Journal("{room}").ToString(),
        ];
        Assert.Equal(Enum.GetValues<TopicKind>().Length, topics.Length);
        Assert.Equal(topics, Address().Matches(ProtocolVectors.AsyncApi()).Select(match => match.Groups["name"].Value));
    }

    [Fact]
    public void FeedsAndCommands_OfTheDocument_AreThoseOfTheCode()
    {
        var names = ProtocolVectors.Read("names");
        var lists = NameList().Matches(ProtocolVectors.AsyncApi()).Select(match => match.Groups["name"].Value).ToList();
        Assert.Contains(string.Join(", ", names["feeds"]!.AsArray().Select(name => name!.GetValue<string>())), lists);
        Assert.Contains(string.Join(", ", names["commands"]!.AsArray().Select(name => name!.GetValue<string>())), lists);
    }

    [GeneratedRegex("^ {4}address: (?<name>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Address();

    [GeneratedRegex(@"enum: \[(?<name>.+?)\]", RegexOptions.ExplicitCapture)]
    private static partial Regex NameList();
}
