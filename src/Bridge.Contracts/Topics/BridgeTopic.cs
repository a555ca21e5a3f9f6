using System.Diagnostics.CodeAnalysis;

namespace Bridge.Contracts.Topics;

/// <summary>A topic of ours, taken apart. Written back by <see cref="ToString"/>.</summary>
/// <param name="Kind">What the topic carries.</param>
/// <param name="Room">The room, by name.</param>
/// <param name="Device">The device's id; empty where the topic belongs to the room.</param>
/// <param name="Name">The feed, command, event or task; empty for state, presence and journal. A feed may have two levels, as <c>sensor/motion</c>.</param>
public readonly record struct BridgeTopic(TopicKind Kind, string Room, string Device, string Name)
{
    /// <summary>A device's feed, such as <c>log</c> or <c>sensor/motion</c>.</summary>
    public static BridgeTopic Feed(string room, string device, string feed) => new(TopicKind.Feed, room, device, feed);

    /// <summary>The retained state of a device.</summary>
    public static BridgeTopic State(string room, string device) => new(TopicKind.State, room, device, "");

    /// <summary>A command to one device.</summary>
    public static BridgeTopic Down(string room, string device, string command) => new(TopicKind.Down, room, device, command);

    /// <summary>A command to every device of a room.</summary>
    public static BridgeTopic DownAll(string room, string command) => new(TopicKind.DownAll, room, "", command);

    /// <summary>An application's event.</summary>
    public static BridgeTopic Event(string room, string name) => new(TopicKind.Event, room, "", name);

    /// <summary>A long task's progress.</summary>
    public static BridgeTopic Progress(string room, string task) => new(TopicKind.Progress, room, "", task);

    /// <summary>Who is in a room.</summary>
    public static BridgeTopic Presence(string room) => new(TopicKind.Presence, room, "", "");

    /// <summary>Whether what a room's devices log is kept.</summary>
    public static BridgeTopic Journal(string room) => new(TopicKind.Journal, room, "", "");

    /// <summary>The filter of everything in a room.</summary>
    public static string RoomFilter(string room) => $"{BridgeProtocol.TopicRoot}/{room}/#";

    /// <summary>Takes a topic apart. False where it isn't one of ours, with a bad room or device name included.</summary>
    public static bool TryParse(string topic, [NotNullWhen(true)] out BridgeTopic? result)
    {
        result = Parse(topic);
        return result is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{BridgeProtocol.TopicRoot}/{Room}/" + Kind switch
    {
        TopicKind.Feed => $"{Device}/up/{Name}",
        TopicKind.State => $"{Device}/state",
        TopicKind.Down => $"{Device}/down/{Name}",
        TopicKind.DownAll => $"{Names.AllDevices}/down/{Name}",
        TopicKind.Event => $"event/{Name}",
        TopicKind.Progress => $"progress/{Name}",
        TopicKind.Journal => "journal",
        _ => "presence",
    };

    private static BridgeTopic? Parse(string topic)
    {
        var levels = topic.Split('/', 6);
        if (levels.Length < 4 || levels[0] != "bridge" || levels[1] != "v1" || !Names.IsRoom(levels[2]))
        {
            return null;
        }

        var room = levels[2];
        var rest = string.Join('/', levels[4..]);
        switch (levels[3])
        {
            case "presence":
                return levels.Length == 4 ? Presence(room) : null;
            case "journal":
                return levels.Length == 4 ? Journal(room) : null;
            case "event":
                return rest.Length > 0 ? Event(room, rest) : null;
            case "progress":
                return rest.Length > 0 ? Progress(room, rest) : null;
            case Names.AllDevices:
                return levels.Length == 6 && levels[4] == "down" && levels[5].Length > 0 ? DownAll(room, levels[5]) : null;
        }

        if (!Names.IsDevice(levels[3]) || levels.Length < 5)
        {
            return null;
        }

        return (levels[4], levels.Length) switch
        {
            ("state", 5) => State(room, levels[3]),
            ("up", 6) when levels[5].Length > 0 => Feed(room, levels[3], levels[5]),
            ("down", 6) when levels[5].Length > 0 => Down(room, levels[3], levels[5]),
            _ => null,
        };
    }
}
