using Bridge.Cli.Terminal;
using Spectre.Console;

namespace Bridge.Cli.Tests.Terminal;

public sealed class StyledLineTests
{
    private static readonly Style Any = Style.Plain;

    [Fact]
    public void Write_FitsWithTail_PutsTheTailAtTheRightEnd() =>
        Assert.Equal("hello                                         app.js:1:2\n", Show(new StyledLine { Width = 56 }.Add("hello").Tail("app.js:1:2", Any)));

    [Fact]
    public void Write_TooLong_IsCutWithAnEllipsis() =>
        Assert.Equal("0123456…\n", Show(new StyledLine { Width = 8 }.Add("0123456789")));

    [Fact]
    public void Write_WideCharacters_CountTwice() =>
        Assert.Equal("漢字…\n", Show(new StyledLine { Width = 6 }.Add("漢字漢字")));

    [Fact]
    public void Write_NoRoomForTheTail_LeavesItOut() =>
        Assert.Equal("0123456789012345678901234567…\n", Show(new StyledLine { Width = 29 }.Add("01234567890123456789012345678901").Tail("some-file.js:1:2", Any)));

    [Fact]
    public void Write_WithoutAWidth_IsNeverCut()
    {
        var text = new string('x', 3000);
        Assert.Equal($"{text}  app.js:1:2\n", Show(new StyledLine().Add(text).Tail("app.js:1:2", Any)));
    }

    [Fact]
    public void Write_ControlSequencesInAPiece_AreInert() =>
        Assert.Equal("␛[2Jboo\n", Show(new StyledLine().Add("\e[2Jboo")));

    [Fact]
    public void Write_WithColours_UsesOnlyColourSequences()
    {
        using var output = new StringWriter();
        new Screen(output, TextWriter.Null, colours: true, width: 80).Write(new StyledLine().Add("red", new Style(Color.Red)));
        Assert.Matches("^\e\\[[0-9;]*mred\e\\[0m\n$", output.ToString().ReplaceLineEndings("\n"));
    }

    private static string Show(StyledLine line)
    {
        using var output = new StringWriter();
        new Screen(output, TextWriter.Null).Write(line);
        return output.ToString().ReplaceLineEndings("\n");
    }
}
