using System.Text.Json;
using Bridge.Server.Commands;

namespace Bridge.Server.Tests.Commands;

public sealed class CommandWriterTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    [Fact]
    public void Write_Eval_CarriesIdTimeoutAndCode()
    {
        var payload = Parse(CommandWriter.Write("7", Json("""{"code":"1+1","id":"mine","timeoutMs":999999}"""), Timeout));

        Assert.Equal("7", payload.GetProperty("id").GetString());
        Assert.Equal(2_000, payload.GetProperty("timeoutMs").GetInt32());
        Assert.Equal("1+1", payload.GetProperty("code").GetString());
    }

    [Fact]
    public void Write_NoArguments_IsTheIdAlone() =>
        Assert.Equal("""{"id":"7"}""", Parse(CommandWriter.Write("7", default, null)).GetRawText());

    [Theory]
    [InlineData("[]", 400)]
    [InlineData("\"x\"", 400)]
    [InlineData("{}", 400)]
    [InlineData("""{"code":1}""", 400)]
    public void Write_EvalWithoutSource_IsRefused(string args, int status) =>
        Assert.Equal(status, Assert.Throws<CommandException>(() => CommandWriter.Write("7", Json(args), Timeout)).Status);

    [Theory]
    [InlineData("""{"code":"'\ud800'"}""")]
    [InlineData("""{"code":"1","more":["\udc00"]}""")]
    [InlineData("""{"code":"1","\ud800":1}""")]
    public void Write_HalfASurrogatePair_IsRefused(string args) =>
        Assert.Equal(400, Assert.Throws<CommandException>(() => CommandWriter.Write("7", Json(args), Timeout)).Status);

    [Theory]
    [InlineData(64 * 1024, true)]
    [InlineData((64 * 1024) + 1, false)]
    public void Write_EvalAroundTheLimit_EndsExactlyThere(int length, bool fits)
    {
        var args = Json(JsonSerializer.Serialize(new { code = new string('x', length) }));

        if (fits)
        {
            Assert.NotEmpty(CommandWriter.Write("7", args, Timeout));
        }
        else
        {
            Assert.Equal(413, Assert.Throws<CommandException>(() => CommandWriter.Write("7", args, Timeout)).Status);
        }
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();

    private static JsonElement Parse(byte[] json) => JsonDocument.Parse(json).RootElement.Clone();
}
