using Bridge.Faults.Devices;

namespace Bridge.Faults.Relays;

/// <summary>What a journal has of one device, judged against what the relay told that device.</summary>
internal static class Verdict
{
    /// <summary>Null where every acknowledged line is there, once and in order, and what is there beyond them goes on from them; else what is wrong.</summary>
    /// <param name="kept">The numbers of its lines, in the journal's order.</param>
    /// <param name="acknowledged">How many lines, from 0 on, were acknowledged.</param>
    public static string? Of(IReadOnlyList<long> kept, long acknowledged)
    {
        var seen = new HashSet<long>();
        for (var place = 0; place < kept.Count; place++)
        {
            if (!seen.Add(kept[place]))
            {
                return $"line {kept[place]} is there twice";
            }

            if (kept[place] != place)
            {
                return $"line {kept[place]} stands where line {place} should";
            }
        }

        return kept.Count < acknowledged ? $"{acknowledged} lines acknowledged, {kept.Count} kept" : null;
    }

    /// <summary>As <see cref="Of(IReadOnlyList{long}, long)"/>, of each device that something is wrong with.</summary>
    public static IReadOnlyList<string> Of(ILookup<string, long> kept, IEnumerable<LoggingDevice> devices) =>
        [.. devices.Select(device => (device.Name, Fault: Of([.. kept[device.Name]], device.Acknowledged))).Where(pair => pair.Fault is not null).Select(pair => $"{pair.Name}: {pair.Fault}")];
}
