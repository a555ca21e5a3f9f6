using System.Text.Json;
using Bridge.Cli.Running;
using Bridge.Server.Relay;

namespace Bridge.Cli.Tests.Running;

public sealed class NoticeJsonTests
{
    [Fact]
    public void Of_NoticeWithParts_IsOneFlatObject()
    {
        var data = new Dictionary<string, object?> { ["files"] = new[] { "/a.css" }, ["devices"] = 2, ["ms"] = 34.5, ["missing"] = null, ["all"] = true };
        var json = NoticeJson.Of(new RelayNotice("applied", "a.css applied on 2 devices in 34 ms", data));
        Assert.Equal("""{"event":"applied","level":"info","text":"a.css applied on 2 devices in 34 ms","files":["/a.css"],"devices":2,"ms":34.5,"missing":null,"all":true}""", json);
    }

    [Fact]
    public void Of_TextOfADevice_StaysOneLineWithoutControls()
    {
        var json = NoticeJson.Of(new RelayNotice("online", "a\nb\e[2J\u202e", new Dictionary<string, object?> { ["nan"] = double.NaN }));
        Assert.DoesNotContain(json, c => char.IsControl(c) || c == '\u202e');
        Assert.Equal("a\nb\e[2J\u202e", JsonElement.Parse(json).GetProperty("text").GetString());
    }
}
