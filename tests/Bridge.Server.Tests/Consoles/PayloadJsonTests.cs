using System.Text;
using System.Text.Json;
using Bridge.Server.Consoles;

namespace Bridge.Server.Tests.Consoles;

public sealed class PayloadJsonTests
{
    [Theory]
    [InlineData("""{"a":[1,"x",null]}""", """{"a":[1,"x",null]}""")]
    [InlineData("{\r\n\t\"a\": \"x\\ny\"\n}\n", "{  \t\"a\": \"x\\ny\" } ")]
    [InlineData("42", "42")]
    [InlineData("", "null")]
    [InlineData("hello", "\"hello\"")]
    [InlineData("{\"a\":1", "\"{\\u0022a\\u0022:1\"")]
    [InlineData("{} {}", "\"{} {}\"")]
    [InlineData("1,2", "\"1,2\"")]
    public void From_Text_IsItselfOrAString(string payload, string json) =>
        Assert.Equal(json, Encoding.UTF8.GetString(PayloadJson.From(Encoding.UTF8.GetBytes(payload))));

    [Fact]
    public void From_BrokenUtf8InsideAString_IsBase64()
    {
        var json = PayloadJson.From([(byte)'"', 0xFF, 0xFE, (byte)'"']);

        Assert.Equal("Iv/+Ig==", JsonDocument.Parse(json).RootElement.GetProperty("base64").GetString());
    }

    [Fact]
    public void From_AnyBytes_IsAlwaysOneJsonValue()
    {
        var random = new Random(7);
        var seeds = new[] { """{"page":"p","seq":1,"items":[{"t":1.5,"level":"log"}]}""", "[[[[]]]]", "\"\\ud800\"", "nul" };
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(seeds[round % seeds.Length]);
            for (var mutations = random.Next(4); mutations > 0; mutations--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            using var parsed = JsonDocument.Parse(PayloadJson.From(bytes));
        }
    }
}
