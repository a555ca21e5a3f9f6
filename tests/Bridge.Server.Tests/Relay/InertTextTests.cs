using System.Globalization;
using System.Text;
using Bridge.Server.Relay;

namespace Bridge.Server.Tests.Relay;

public sealed class InertTextTests
{
    [Theory]
    [InlineData("plain text, ünïcödé, 漢字", "plain text, ünïcödé, 漢字")]
    [InlineData("\e[31mred\e[0m", "␛[31mred␛[0m")]
    [InlineData("\e]0;owned\a", "␛]0;owned␇")]
    [InlineData("a\tb", "a  b")]
    [InlineData("two\r\nlines", "two␍⏎lines")]
    [InlineData("c1 \u009b2J", "c1 \\u009b2J")]
    [InlineData("rtl \u202egnp.exe", "rtl \\u202egnp.exe")]
    [InlineData("iso \u2066x\u2069", "iso \\u2066x\\u2069")]
    [InlineData("del \u007f", "del ␡")]
    [InlineData("line\u2028sep", "line\\u2028sep")]
    [InlineData("family 👩‍👧 stays", "family 👩‍👧 stays")]
    [InlineData("tag \U000E0041", "tag \\u{e0041}")]
    public void From_TextOfADevice_ShowsWhatATerminalWouldObey(string text, string shown) => Assert.Equal(shown, InertText.From(text));

    [Fact]
    public void From_LoneSurrogates_BecomeReplacementCharacters() => Assert.Equal("\ufffd alone \ufffd\ufffd", InertText.From("\ud83d alone \udc00\ud800"));

    [Fact]
    public void From_AnyTextAtAll_LeavesNothingActive()
    {
        var random = new Random(20_260_101); // fixed: a failure can be repeated
        for (var round = 0; round < 20_000; round++)
        {
            var text = RandomText(random);
            var inert = InertText.From(text);
            Assert.All(inert.EnumerateRunes(), rune => Assert.True(IsInert(rune), $"U+{rune.Value:X4} in '{Escape(inert)}' from '{Escape(text)}'"));
            Assert.Equal(inert, InertText.From(inert));
        }
    }

    private static bool IsInert(Rune rune) => rune.Value is 0x200C or 0x200D ||
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);

    // Half of the characters are from where trouble lives, the rest from anywhere, lone surrogates included.
    private static string RandomText(Random random)
    {
        var text = new char[random.Next(0, 40)];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = random.Next(4) switch
            {
                0 => (char)random.Next(0, 0x20),
                1 => (char)random.Next(0x7f, 0xb0),
                2 => (char)random.Next(0x2000, 0x2070),
                _ => (char)random.Next(0, 0x10000),
            };
        }

        return new string(text);
    }

    private static string Escape(string text) => string.Concat(text.Select(c => $"\\u{(int)c:x4}"));
}
