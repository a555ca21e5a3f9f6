using System.Text.Json;
using Bridge.Cli.Terminal;
using Bridge.Contracts;
using Bridge.Contracts.Feeds;

namespace Bridge.Cli.Tests.Terminal;

public sealed class PreviewTextTests
{
    [Theory]
    [InlineData("""{"type":"string","value":"it's"}""", "it's")]
    [InlineData("""{"type":"string","value":"aaa","size":9,"more":6}""", "aaa… (6 more characters)")]
    [InlineData("""{"type":"number","value":1.5}""", "1.5")]
    [InlineData("""{"type":"number","text":"NaN"}""", "NaN")]
    [InlineData("""{"type":"number","text":"-0"}""", "-0")]
    [InlineData("""{"type":"boolean","value":true}""", "true")]
    [InlineData("""{"type":"bigint","text":"10n"}""", "10n")]
    [InlineData("""{"type":"symbol","text":"Symbol(a)"}""", "Symbol(a)")]
    [InlineData("""{"type":"undefined"}""", "undefined")]
    [InlineData("""{"type":"null"}""", "null")]
    [InlineData("""{"type":"function","name":"greet"}""", "ƒ greet()")]
    [InlineData("""{"type":"function"}""", "ƒ ()")]
    [InlineData("""{"type":"date","text":"2026-01-02T03:04:05.000Z"}""", "2026-01-02T03:04:05.000Z")]
    [InlineData("""{"type":"regexp","text":"/a+/g"}""", "/a+/g")]
    [InlineData("""{"type":"node","text":"<button id=\"go\">"}""", "<button id=\"go\">")]
    [InlineData("""{"type":"promise","name":"Promise"}""", "Promise")]
    [InlineData("""{"type":"weak","name":"WeakMap"}""", "WeakMap")]
    [InlineData("""{"type":"circular"}""", "[circular]")]
    [InlineData("""{"type":"thrown","message":"no"}""", "[threw no]")]
    [InlineData("""{"type":"hologram","text":"newer than this build"}""", "newer than this build")]
    public void Of_Value_ReadsAsInABrowsersConsole(string json, string text) => Assert.Equal(text, PreviewText.Of(Parse(json)));

    [Theory]
    [InlineData("""{"type":"array","name":"Array","size":2,"items":[{"type":"number","value":1},{"type":"string","value":"x"}]}""", "[1, 'x']")]
    [InlineData("""{"type":"array","name":"Array","size":100,"items":[{"type":"number","value":1}],"more":99}""", "(100) [1, …99 more]")]
    [InlineData("""{"type":"array","name":"Array","size":0,"items":[]}""", "[]")]
    [InlineData("""{"type":"array","name":"Array","size":3}""", "(3) […]")]
    [InlineData("""{"type":"object","entries":[]}""", "{}")]
    [InlineData("""{"type":"map","name":"Map","size":3}""", "Map(3) {…}")]
    [InlineData("""{"type":"typedarray","name":"Uint8Array","size":2,"items":[{"type":"number","value":7},{"type":"number","value":8}]}""", "Uint8Array(2) [7, 8]")]
    [InlineData("""{"type":"set","name":"Set","size":1,"items":[{"type":"null"}]}""", "Set(1) {null}")]
    [InlineData("""{"type":"map","name":"Map","size":1,"entries":[{"key":{"type":"string","value":"k"},"value":{"type":"number","value":1}}]}""", "Map(1) {'k' => 1}")]
    [InlineData("""{"type":"object","name":"Object","entries":[{"key":{"type":"string","value":"a"},"value":{"type":"getter"}}],"more":2}""", "{a: [getter], …2 more}")]
    [InlineData("""{"type":"object","name":"Point","entries":[{"key":{"type":"string","value":"x"},"value":{"type":"object"}}]}""", "Point {x: {…}}")]
    [InlineData("""{"type":"error","name":"TypeError","message":"x is not a function","stack":"…"}""", "TypeError: x is not a function")]
    [InlineData("""{"type":"error","name":"Error","entries":[{"key":{"type":"string","value":"code"},"value":{"type":"number","value":7}}]}""", "Error {code: 7}")]
    public void Of_ValueWithParts_ShowsThem(string json, string text) => Assert.Equal(text, PreviewText.Of(Parse(json)));

    [Fact]
    public void Of_Arguments_AreSeparatedBySpacesAndStringsUnquoted()
    {
        Preview[] arguments = [Parse("""{"type":"string","value":"x ="}"""), Parse("""{"type":"number","value":3}"""), Parse("""{"type":"object","entries":[]}""")];
        Assert.Equal("x = 3 {}", PreviewText.Of(arguments));
    }

    private static Preview Parse(string json)
    {
        var reply = JsonSerializer.Deserialize($$"""{"page":"p","ok":true,"value":{{json}}}""", BridgeJson.Default.CommandReply);
        return reply!.Value!;
    }
}
