using System.Collections.Concurrent;
using System.Text.Json;

namespace Bridge.Faults.Consoles;

/// <summary>What a console has got of the logs: by device the numbers of the lines, how much was skipped, and from where to fetch that.</summary>
internal sealed class ConsoleRecord
{
    private readonly Dictionary<string, SortedSet<long>> _lines = [];
    private readonly ConcurrentDictionary<string, long> _newest = [];

    public long Count { get; private set; }

    public long Skipped { get; private set; }

    /// <summary>The last cursor; null where none came.</summary>
    public string? Cursor { get; private set; }

    /// <summary>The last cursor before the first gap: what is missing comes after it.</summary>
    public string? CursorBeforeGap { get; private set; }

    /// <summary>The newest line of a device, also while more come; -1 where none came.</summary>
    public long NewestOf(string device) => _newest.GetValueOrDefault(device, -1);

    public IEnumerable<long> Of(string device) => _lines.GetValueOrDefault(device) ?? [];

    public async Task TakeAsync(IAsyncEnumerable<JsonElement> lines)
    {
        await foreach (var line in lines)
        {
            Take(line);
        }
    }

    public void Take(JsonElement line)
    {
        if (line.TryGetProperty("skipped", out var skipped))
        {
            CursorBeforeGap ??= Cursor;
            Skipped += skipped.GetProperty("log").GetInt64();
        }
        else if (line.TryGetProperty("topic", out var topic))
        {
            TakeMessage(topic.GetString()!.Split('/'), line.GetProperty("payload"));
        }
        else if (line.TryGetProperty("cursor", out var cursor))
        {
            Cursor = cursor.GetString();
        }
    }

    private void TakeMessage(string[] topic, JsonElement batch)
    {
        if (topic is not [_, _, _, var device, "up", "log"])
        {
            return;
        }

        var lines = _lines.TryGetValue(device, out var known) ? known : _lines[device] = [];
        var seq = batch.GetProperty("seq").GetInt64();
        foreach (var _ in batch.GetProperty("items").EnumerateArray())
        {
            Count += lines.Add(seq++) ? 1 : 0;
        }

        _newest[device] = seq - 1;
    }
}
