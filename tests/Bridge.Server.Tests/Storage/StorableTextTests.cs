using Bridge.Server.Storage;

namespace Bridge.Server.Tests.Storage;

public sealed class StorableTextTests
{
    [Theory]
    [InlineData(null, 3, "")]
    [InlineData("", 3, "")]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("ab😀", 4, "ab😀")]
    [InlineData("ab😀", 3, "ab")]
    [InlineData("a😀b", 3, "a😀")]
    [InlineData("😀", 1, "")]
    [InlineData("a\0b", 3, "a\uFFFDb")]
    public void Cut_Text_EndsBetweenCharactersAndHasNoneThatCanNotBeStored(string? text, int longest, string kept) => Assert.Equal(kept, StorableText.Cut(text, longest));

    [Fact]
    public void Cut_HalvesOfPairs_AreReplaced() => Assert.Equal("\uFFFDa\uFFFD\uFFFD😀\uFFFD", StorableText.Cut("\ude00a\ud83d\ud83d\ud83d\ude00\ud83d", 10));
}
