using System.Text;
using System.Text.Json;
using Bridge.Server.Rooms;

namespace Bridge.Server.Tests.Rooms;

public sealed class StatusReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"page":1,"url":"x"}""")]
    [InlineData("""{"page":"p"}""")]
    [InlineData("{\"page\":\"p\",\"url\":\"\xff")]
    public void Read_Malformed_IsNull(string json) => Assert.Null(StatusReader.Read(Encoding.Latin1.GetBytes(json)));

    [Fact]
    public void Read_SensorsThatAreTheSameWhenCut_AreOne()
    {
        var name = new string('s', 32);
        var json = JsonSerializer.SerializeToUtf8Bytes(new { page = "p", url = "http://x/", sensors = new Dictionary<string, string> { [name + "1"] = "on", [name + "2"] = "off" } });

        var (sensor, state) = Assert.Single(StatusReader.Read(json)!.Sensors!);

        Assert.Equal((name, "on"), (sensor, state));
    }

    [Fact]
    public void Read_TitleCutInsideAnEmoji_IsAStatusAllTheSame() =>
        Assert.Equal("caf\uFFFD", StatusReader.Read("""{"page":"p","url":"http://x/","title":"caf\ud83d"}"""u8)!.Title);

    [Fact]
    public void Read_WhatAPageOverfills_IsCut()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            page = new string('p', 1_000),
            url = "http://x/" + new string('u', 100_000),
            title = new string('t', 100_000),
            agent = new string('a', 100_000),
            visibility = "visible",
            secure = true,
            transport = "ws",
            viewport = new[] { 1.0 },
            sensors = Enumerable.Range(0, 1_000).ToDictionary(n => $"s{n}", _ => "on"),
        });

        var status = StatusReader.Read(json)!;

        Assert.Equal(64, status.Page.Length);
        Assert.Equal(2_048, status.Url.Length);
        Assert.Equal(512, status.Title.Length);
        Assert.Equal(512, status.Agent.Length);
        Assert.Null(status.Viewport);
        Assert.Equal(16, status.Sensors!.Count);
    }
}
