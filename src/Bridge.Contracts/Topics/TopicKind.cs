namespace Bridge.Contracts.Topics;

/// <summary>What a topic of ours carries.</summary>
public enum TopicKind
{
    /// <summary><c>bridge/v1/{room}/{device}/up/{feed}</c>: a stream that a device publishes.</summary>
    Feed,

    /// <summary><c>bridge/v1/{room}/{device}/state</c>: retained, written by the relay.</summary>
    State,

    /// <summary><c>bridge/v1/{room}/{device}/down/{command}</c>: a command to one device.</summary>
    Down,

    /// <summary><c>bridge/v1/{room}/all/down/{command}</c>: a command to every device of the room.</summary>
    DownAll,

    /// <summary><c>bridge/v1/{room}/event/{name}</c>: an application's event.</summary>
    Event,

    /// <summary><c>bridge/v1/{room}/progress/{task}</c>: retained, a long task's progress and end.</summary>
    Progress,

    /// <summary><c>bridge/v1/{room}/presence</c>: retained, written by the relay.</summary>
    Presence,

    /// <summary><c>bridge/v1/{room}/journal</c>: retained, written by the relay.</summary>
    Journal,
}
