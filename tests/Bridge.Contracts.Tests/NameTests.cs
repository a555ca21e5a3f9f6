using System.Reflection;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Topics;

namespace Bridge.Contracts.Tests;

public sealed class NameTests
{
    [Fact]
    public void Version_OfTheProtocol_IsTheVectors() =>
        Assert.Equal(BridgeProtocol.Version, ProtocolVectors.Read("names")["version"]!.GetValue<int>());

    [Theory]
    [InlineData(typeof(FeedNames), "feeds")]
    [InlineData(typeof(CommandNames), "commands")]
    public void Names_OfFeedsAndCommands_AreTheSameInBothLanguages(Type names, string member)
    {
        var ours = names.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(ProtocolVectors.Read("names")[member]!.AsArray().Select(name => name!.GetValue<string>()), ours);
    }
}
