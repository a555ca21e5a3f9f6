using Bridge.Server.Journal;

namespace Bridge.Server.Tests.Journal;

public sealed class JournalCursorTests
{
    private readonly JournalCursor _cursor = new("a1b2c3");

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData((1L << 48) - 1)]
    public void Parse_OfAFormattedId_GivesItBack(long id) => Assert.Equal(id, _cursor.Parse(_cursor.Format(id)));

    [Fact]
    public void Format_OfLargerIds_ComparesLarger() => Assert.True(string.CompareOrdinal(_cursor.Format(9), _cursor.Format(10)) < 0);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a1b2c3.00000000000")]
    [InlineData("a1b2c3.0000000000000")]
    [InlineData("a1b2c3-000000000000")]
    [InlineData("ffffff.000000000000")]
    [InlineData("a1b2c3.00000000000g")]
    [InlineData("a1b2c3.-00000000001")]
    public void Parse_OfAnythingElse_IsNull(string? text) => Assert.Null(_cursor.Parse(text));
}
