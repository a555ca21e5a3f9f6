using System.Text;
using Bridge.Contracts.Topics;
using Bridge.Server.Journal;

namespace Bridge.Server.Tests.Journal;

public sealed class FeedBatchReaderTests
{
    private static readonly BridgeTopic Log = BridgeTopic.Feed("main", "d1", "log");

    [Fact]
    public void TryRead_ABatch_GivesItsNumbersAndItemsAsTheyAre()
    {
        const string json = """{ "page":"pA_1-x", "origin":1772366400000.25, "extra":[{"items":1}], "seq":1201, "items":[ {"t":1,"level":"warn"} , {"t":2,"args":[{}]}] }""";
        Assert.True(FeedBatchReader.TryRead(Log, Encoding.UTF8.GetBytes(json), out var batch, out _));
        Assert.Equal(("main", "d1", "pA_1-x", "log", 1201L, 1_772_366_400_000.25), (batch.Room, batch.Device, batch.Page, batch.Feed, batch.Seq, batch.Origin));
        Assert.Equal(["""{"t":1,"level":"warn"}""", """{"t":2,"args":[{}]}"""], batch.Items.Select(item => Encoding.UTF8.GetString(item.Json.Span)));
        Assert.Equal([JournalLevel.Warn, JournalLevel.Log], batch.Items.Select(item => item.Level));
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("{}", "no page")]
    [InlineData("""{"page":1,"seq":0,"origin":1,"items":[{}]}""", "bad page")]
    [InlineData("""{"page":"","seq":0,"origin":1,"items":[{}]}""", "bad page")]
    [InlineData("""{"page":"a/b","seq":0,"origin":1,"items":[{}]}""", "bad page")]
    [InlineData("""{"page":"\u0061","seq":0,"origin":1,"items":[{}]}""", "bad page")]
    [InlineData("""{"page":"\ud83d","seq":0,"origin":1,"items":[{}]}""", "bad page")]
    [InlineData("""{"page":"p","page":"q","seq":0,"origin":1,"items":[{}]}""", "bad page")]
    [InlineData("""{"page":"p","seq":-1,"origin":1,"items":[{}]}""", "bad seq")]
    [InlineData("""{"page":"p","seq":1.5,"origin":1,"items":[{}]}""", "bad seq")]
    [InlineData("""{"page":"p","seq":"1","origin":1,"items":[{}]}""", "bad seq")]
    [InlineData("""{"page":"p","seq":1,"seq":2,"origin":1,"items":[{}]}""", "bad seq")]
    [InlineData("""{"page":"p","seq":9007199254740992,"origin":1,"items":[{}]}""", "bad seq")]
    [InlineData("""{"page":"p","seq":9007199254740991,"origin":1,"items":[{},{}]}""", "seq too large")]
    [InlineData("""{"page":"p","seq":0,"origin":1e999,"items":[{}]}""", "bad origin")]
    [InlineData("""{"page":"p","seq":0,"items":[{}]}""", "no origin")]
    [InlineData("""{"page":"p","origin":1,"items":[{}]}""", "no seq")]
    [InlineData("""{"page":"p","seq":0,"origin":1}""", "no items")]
    [InlineData("""{"page":"p","seq":0,"origin":1,"items":[]}""", "no items")]
    [InlineData("""{"page":"p","seq":0,"origin":1,"items":{}}""", "bad items")]
    [InlineData("""{"page":"p","seq":0,"origin":1,"items":[{}],"items":[{}]}""", "bad items")]
    [InlineData("""{"page":"p","seq":0,"origin":1,"items":[1]}""", "an item is not an object")]
    [InlineData("""{"page":"p","seq":0,"origin":1,"items":[{}]""", "not JSON")]
    [InlineData("""{"page":"p","seq":0,"origin":1,"items":[{}]}x""", "not JSON")]
    [InlineData("""{"page":"p","seq":0,"origin":1,"items":[{}]}{}""", "not JSON")]
    public void TryRead_WhatIsNoBatch_SaysWhy(string json, string expected)
    {
        Assert.False(FeedBatchReader.TryRead(Log, Encoding.UTF8.GetBytes(json), out _, out var fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void TryRead_AtTheLimits_TakesTheLastAndRefusesTheNext()
    {
        Assert.True(Reads(new string('p', FeedBatchReader.MaximumPage), FeedBatchReader.MaximumItems));
        Assert.False(Reads(new string('p', FeedBatchReader.MaximumPage + 1), 1));
        Assert.False(Reads("p", FeedBatchReader.MaximumItems + 1));
    }

    [Fact]
    public void TryRead_CutAnywhere_IsRefusedAndNeverThrows()
    {
        var json = Encoding.UTF8.GetBytes("""{"page":"p","seq":3,"origin":1.5e12,"items":[{"t":1,"level":"error","args":[{"type":"string","value":"é\n\ud83d"}]}]}""");
        Assert.True(FeedBatchReader.TryRead(Log, json, out _, out _));
        for (var length = 0; length < json.Length; length++)
        {
            Assert.False(FeedBatchReader.TryRead(Log, json.AsMemory(0, length), out _, out _));
        }
    }

    [Fact]
    public void TryRead_WithAnyByteChanged_NeverThrowsAndKeepsToTheLimits()
    {
        var json = Encoding.UTF8.GetBytes("""{"page":"p","seq":3,"origin":1.5e12,"items":[{"t":1,"level":"error","args":[{"type":"string","value":"a\u00e9"}]},{"x":[[]]}]}""");
        for (var at = 0; at < json.Length; at++)
        {
            for (var value = 0; value < 256; value++)
            {
                var changed = (byte[])json.Clone();
                changed[at] = (byte)value;
                if (FeedBatchReader.TryRead(Log, changed, out var batch, out _))
                {
                    Assert.InRange(batch.Items.Count, 1, 2);
                    Assert.All(batch.Items, item => Assert.Equal((byte)'{', item.Json.Span[0]));
                }
            }
        }
    }

    [Theory]
    [InlineData("""{"\ud83d":1,"page":"p","seq":0,"origin":1,"items":[{"t":1}]}""")]
    [InlineData("""{"page":"p","seq":0,"origin":1,"items":[{"\ud83d":1,"level":"\udc00"}]}""")]
    public void TryRead_HalfASurrogatePair_IsKeptAsItCame(string json)
    {
        Assert.True(FeedBatchReader.TryRead(Log, Encoding.UTF8.GetBytes(json), out var batch, out _));
        Assert.Contains(Encoding.UTF8.GetString(Assert.Single(batch.Items).Json.Span), json, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_NotUtf8_IsRefused()
    {
        byte[] json = [.. """{"page":"p","seq":0,"origin":1,"items":[{"a":" """u8, 0xC3, 0x28, .. "\"}]}"u8];
        Assert.False(FeedBatchReader.TryRead(Log, json, out _, out var fault));
        Assert.Equal("not UTF-8", fault);
    }

    [Theory]
    [InlineData("""{"level":"error","args":[{"type":"string","value":"Connection LOST, id=42"}]}""", "connection lost id 42")]
    [InlineData("""{"t":123,"type":"x","site":{"url":"https://a.example/app.js","line":77,"column":3}}""", "https a example app js")]
    [InlineData("""{"args":[{"value":404},{"entries":[{"key":{"value":"naïve_Key"},"value":{"value":true}}]}]}""", "404 naïve key")]
    [InlineData("""{"value":"a\u00e9\u4e2d\n\ud83d \"x"}""", "aé中 x")]
    public void TryRead_Items_GivesTheWordsAPersonWouldSearchFor(string item, string words)
    {
        var json = $$"""{"page":"p","seq":0,"origin":1,"items":[{{item}}]}""";
        Assert.True(FeedBatchReader.TryRead(Log, Encoding.UTF8.GetBytes(json), out var batch, out _));
        Assert.Equal(words.Split(' '), batch.Items[0].Words.Split(' '));
    }

    private static bool Reads(string page, int items) => FeedBatchReader.TryRead(
        Log,
        Encoding.UTF8.GetBytes($$"""{"page":"{{page}}","seq":0,"origin":1,"items":[{{string.Join(',', Enumerable.Repeat("{}", items))}}]}"""),
        out _,
        out _);
}
