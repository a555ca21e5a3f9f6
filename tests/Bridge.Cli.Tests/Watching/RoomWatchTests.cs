using System.Text.Json;
using System.Text.RegularExpressions;
using Bridge.Cli.Watching;

namespace Bridge.Cli.Tests.Watching;

public sealed class RoomWatchTests
{
    private const string Hello = """{"t":678,"level":"log","method":"log","args":[{"type":"string","value":"hello"},{"type":"number","value":1}],"site":{"url":"https://site.test/js/app.js?v=2","line":12,"column":5}}""";
    private const string Warning = """{"t":678,"level":"warn","method":"warn","args":[{"type":"string","value":"careful"}]}""";
    private const string Uncaught = """{"t":678,"level":"error","method":"uncaught","args":[{"type":"error","name":"TypeError","message":"x is not a function","stack":"TypeError: x\n    at go (app.js:1:2)"}]}""";

    [Fact]
    public void Read_LogEntry_IsOneLineWithTimeDeviceLevelTextAndSite()
    {
        var room = new WatchedRoom();
        room.Log(Hello);
        Assert.Equal("03:04:05.678 Pixel 9 log   hello 1  app.js:12:5\n", room.Output);
    }

    [Fact]
    public void Read_OnATerminal_NeverExceedsItsWidth()
    {
        var room = new WatchedRoom(width: 60);
        room.Log(Hello);
        room.Log(Hello.Replace("hello", new string('x', 500), StringComparison.Ordinal));
        room.Log(Uncaught);
        Assert.All(room.Lines, line => Assert.InRange(line.Length, 1, 60));
        Assert.Contains("x…", room.Lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Uncaught, "Uncaught TypeError: x is not a function")]
    [InlineData("""{"t":1,"level":"error","method":"rejection","args":[{"type":"string","value":"late"}]}""", "Unhandled rejection: late")]
    [InlineData("""{"t":1,"level":"warn","method":"dropped","args":[],"dropped":12}""", "12 entries could not be kept on the device")]
    [InlineData("""{"t":1,"level":"log","method":"log","args":[{"type":"string","value":"x"}],"repeat":3}""", "x ×3")]
    [InlineData("""{"t":1,"level":"log","method":"log","args":[{"type":"string","value":"in"}],"depth":2}""", "    in")]
    [InlineData("""{"t":1,"level":"error","method":"assert","args":[{"type":"string","value":"sum"}]}""", "Assertion failed: sum")]
    [InlineData("""{"t":1,"level":"log","method":"log","args":[{"type":"string","value":"a\nb\u001b[2J\u202e"}]}""", "a⏎b␛[2J\\u202e")]
    public void Read_SpecialEntries_SayWhatTheyAre(string entry, string text)
    {
        var room = new WatchedRoom();
        room.Log(entry);
        Assert.EndsWith(" " + text, Assert.Single(room.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Full_ShowsTheStack()
    {
        var room = new WatchedRoom(full: true);
        room.Log(Uncaught);
        Assert.Equal("    at go (app.js:1:2)", room.Lines[1]);
    }

    [Theory]
    [InlineData("debug", null, null, 3)]
    [InlineData("info", null, null, 3)]
    [InlineData("warn", null, null, 2)]
    [InlineData("error", null, null, 1)]
    [InlineData("debug", "pix", null, 2)]
    [InlineData("debug", "d2", null, 1)]
    [InlineData("debug", null, "HELLO|careful", 2)]
    public void Read_Filtered_ShowsOnlyWhatIsWanted(string level, string? device, string? grep, int shown)
    {
        var text = grep is null ? null : new Regex(grep, RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);
        var room = new WatchedRoom(new WatchFilter(device, level, text));
        room.Log(Hello);
        room.Log(Warning);
        room.Log(Uncaught, device: "d2");
        Assert.Equal(shown, room.Lines.Length);
    }

    [Fact]
    public void Read_Json_IsOneObjectAnEntryAndHoldsNoControlCharacter()
    {
        var room = new WatchedRoom(json: true);
        room.Log("""{"t":678,"level":"warn","method":"warn","args":[{"type":"string","value":"a\u001b[2J\u202e\u009b"}]}""");
        var line = Assert.Single(room.Lines);
        Assert.DoesNotContain(line, c => char.IsControl(c) || c == '\u202e');
        var entry = JsonElement.Parse(line);
        Assert.Equal("log", entry.GetProperty("event").GetString());
        Assert.Equal("Pixel 9", entry.GetProperty("label").GetString());
        Assert.Equal(40, entry.GetProperty("seq").GetInt64());
        Assert.Equal("a\e[2J\u202e\u009b", entry.GetProperty("text").GetString());
    }

    [Fact]
    public void Read_Skipped_SaysHowMany()
    {
        var room = new WatchedRoom();
        room.Read("""{"skipped":{"log":12,"sensor":0}}""");
        Assert.Contains("12 of log skipped", room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Journal_SaysThatItStoppedAndThatItWorksAgain()
    {
        var room = new WatchedRoom();
        const string journal = """{"topic":"bridge/v1/main/journal","time":1,"payload":{"keeps":KEEPS,"since":"2026-01-02T03:04:05Z"REASON}}""";
        var keeps = journal.Replace("KEEPS", "true", StringComparison.Ordinal).Replace("REASON", "", StringComparison.Ordinal);
        room.Read(keeps); // Of trouble that was over before we came.
        room.Read(journal.Replace("KEEPS", "false", StringComparison.Ordinal).Replace("REASON", ",\"reason\":\"the disk is full.\\u001b[2J\"", StringComparison.Ordinal));
        room.Read(keeps);
        Assert.Equal(2, room.Lines.Length);
        Assert.StartsWith("— shown but not kept: the disk is full.␛[2J", room.Lines[0], StringComparison.Ordinal);
        Assert.Contains("works again", room.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Read_State_SaysPresenceOnlyWhenItChanges()
    {
        var room = new WatchedRoom();
        const string state = """{"topic":"bridge/v1/main/d1/state","time":1767323045678,"payload":{"device":"d1","label":"Pixel 9","color":"#ff8800","presence":"PRESENCE","since":"2026-01-02T03:04:05.678Z","pages":1,"rtt":RTT}}""";
        room.Read(state.Replace("PRESENCE", "asleep", StringComparison.Ordinal).Replace("RTT", "5", StringComparison.Ordinal));
        room.Read(state.Replace("PRESENCE", "asleep", StringComparison.Ordinal).Replace("RTT", "6", StringComparison.Ordinal));
        Assert.Equal("03:04:05.678 Pixel 9 is asleep\n", room.Output);
    }

    [Fact]
    public void Read_Cursors_RemembersTheLast()
    {
        var room = new WatchedRoom();
        Assert.Null(room.Watch.Cursor);
        room.Log(Hello, cursor: "7");
        room.Log(Hello);
        Assert.Equal("7", room.Watch.Cursor);
        room.Read("""{"live":true,"cursor":"9"}""");
        Assert.Equal("9", room.Watch.Cursor);
    }

    [Fact]
    public void Read_Frame_ReadsItsMessages()
    {
        var room = new WatchedRoom();
        room.Read($$"""{"messages":[{"topic":"bridge/v1/main/d1/up/log","cursor":"3","payload":{"page":"p1","seq":0,"origin":0,"items":[{{Hello}},{{Warning}}] } }] }""");
        Assert.Equal(2, room.Lines.Length);
        Assert.Equal("3", room.Watch.Cursor);
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("""{"page":"p","seq":0,"origin":0,"items":[null]}""")]
    [InlineData("""{"page":"p","seq":0,"origin":0,"items":[{"t":1,"level":"log"}]}""")]
    [InlineData("""{"page":"p","seq":0,"origin":0,"items":{"a":1}}""")]
    public void Read_PayloadOfAnotherShape_IsCountedAndHarmless(string payload)
    {
        var room = new WatchedRoom();
        room.Read($$"""{"topic":"bridge/v1/main/d1/up/log","payload":{{payload}}}""");
        Assert.Empty(room.Output);
        Assert.Equal(1, room.Watch.Unreadable);
    }

    [Fact]
    public void Read_WhatHistoryAndTheLiveStreamBothHave_IsShownOnce()
    {
        var room = new WatchedRoom();
        room.Log(Hello, seq: 1);
        room.Log($"{Hello},{Warning}", seq: 1);
        room.Log(Warning, seq: 2, device: "d2");
        Assert.Equal(["hello", "careful", "careful"], room.Lines.Select(line => line.Contains("hello", StringComparison.Ordinal) ? "hello" : "careful"));
    }

    [Fact]
    public void Read_HistoryThatCannotBeRead_SaysWhyAndLeavesNoPlaceToGoOnFrom()
    {
        var room = new WatchedRoom();
        room.Read("""{"live":true,"unread":"the database \u001b[2J is away"}""");
        Assert.Contains("can't be read now", Assert.Single(room.Lines), StringComparison.Ordinal);
        Assert.DoesNotContain('\e', room.Output);
        Assert.Null(room.Watch.Cursor);

        var script = new WatchedRoom(json: true);
        script.Read("""{"live":true,"unread":"away"}""");
        Assert.Equal("""{"event":"unread","reason":"away"}""", Assert.Single(script.Lines));
    }

    [Fact]
    public void Read_ClockFarOff_IsHarmless()
    {
        var room = new WatchedRoom();
        room.Log(Hello.Replace("\"t\":678", "\"t\":1e300", StringComparison.Ordinal));
        Assert.Single(room.Lines);
    }
}
