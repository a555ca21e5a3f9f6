using System.Text.Json;
using Bridge.Cli.Relays;
using Bridge.Cli.Terminal;
using Bridge.Cli.Watching;
using Bridge.Contracts.Rooms;

namespace Bridge.Cli.Tests.Watching;

/// <summary>A watch over stream lines given as JSON, and what it showed.</summary>
internal sealed class WatchedRoom
{
    private readonly StringWriter _output = new();
    private long _next = 40;

    public WatchedRoom(WatchFilter? filter = null, bool json = false, bool full = false, int? width = null)
    {
        var screen = new Screen(_output, TextWriter.Null, width: width);
        IWatchView view = json ? new JsonView(screen) : new TextView(screen, full, TimeZoneInfo.Utc);
        Watch = new RoomWatch(view, filter ?? new WatchFilter());
        Watch.Know([new DeviceState("d1", "Pixel 9", "#ff8800", "online", DateTimeOffset.UnixEpoch), new DeviceState("d2", "iPhone", "#0088ff", "online", DateTimeOffset.UnixEpoch)]);
    }

    public RoomWatch Watch { get; }

    public string Output => _output.ToString().ReplaceLineEndings("\n");

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Read(string json) => Watch.Read(JsonSerializer.Deserialize(json, RelayJson.Default.StreamLine)!);

    /// <summary>A message with one log entry; its time is 2026-01-02 03:04:05.678 UTC.</summary>
    public void Log(string entry, string device = "d1", string? cursor = null, long? seq = null) => Read(
        $$"""{"topic":"bridge/v1/main/{{device}}/up/log","time":1767323045678,"cursor":{{JsonSerializer.Serialize(cursor)}},"payload":{"page":"p1","seq":{{seq ?? _next++}},"origin":1767323045000,"items":[{{entry}}] } }""");
}
