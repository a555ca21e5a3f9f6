using System.Text;
using System.Text.Json;

namespace Bridge.Contracts.Tests;

public sealed class LoneSurrogatesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("""{"a":"plain ü 😀"}""", """{"a":"plain ü 😀"}""")]
    [InlineData("""["\ud83d\ude00 \uD83D\uDE00"]""", """["\ud83d\ude00 \uD83D\uDE00"]""")]
    [InlineData("""["\ud83d"]""", """["\ufffd"]""")]
    [InlineData("""["\uDE00\uD83D"]""", """["\ufffd\ufffd"]""")]
    [InlineData("""["\ud83d\ud83d\ude00\ude00"]""", """["\ufffd\ud83d\ude00\ufffd"]""")]
    [InlineData("""{"\ud83d\n":"\ud83dx\ude00"}""", """{"\ufffd\n":"\ufffdx\ufffd"}""")]
    [InlineData("""["\\ud83d \\\ud83d \"\u0041"]""", """["\\ud83d \\\ufffd \"\u0041"]""")]
    [InlineData("""["\ud83""", """["\ud83""")]
    [InlineData("""["\u+d83d"]""", """["\u+d83d"]""")]
    [InlineData("\"\\", "\"\\")]
    public void Replace_Json_HasNoHalfOfAPairAndTheSameLength(string json, string whole) =>
        Assert.Equal(whole, Encoding.UTF8.GetString(LoneSurrogates.Replace(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void Replace_AnyEscapes_LeavesWhatCanBeRead()
    {
        var random = new Random(20_261_123); // fixed: a failure can be repeated
        string[] pieces = [@"\ud83d", @"\ude00", @"\\", @"\n", @"\u0041", "u", "d83d", "é"];
        for (var round = 0; round < 5_000; round++)
        {
            var json = $"\"{string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => pieces[random.Next(pieces.Length)]))}\"";

            var whole = LoneSurrogates.Replace(Encoding.UTF8.GetBytes(json));

            Assert.Equal(Encoding.UTF8.GetByteCount(json), whole.Length);
            Assert.NotNull(JsonSerializer.Deserialize<string>(whole)); // throws on half of a pair
        }
    }
}
