using System.Text.Json;
using Bridge.Server.Commands;

namespace Bridge.Server.Tests.Commands;

public sealed class EvalSourceTests
{
    [Theory]
    [InlineData("""{"code":"1 + 1"}""", "1 + 1")]
    [InlineData("""{"code":7}""", "7")]
    [InlineData("""{"other":1}""", "")]
    [InlineData("[]", "")]
    [InlineData("""{"code":"steal() // \ud800"}""", """{"code":"steal() // \ud800"}""")]
    public void Of_Arguments_IsTheSourceOrAllThereIs(string args, string source)
    {
        using var json = JsonDocument.Parse(args);

        Assert.Equal(source, EvalSource.Of(json.RootElement));
    }
}
